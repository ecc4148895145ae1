package io.quorate.server.grpc;

import io.grpc.BindableService;

/**
 * A service whose methods never block and compute little: it is called on Netty's event loop,
 * without a thread hop.
 */
public interface NonBlockingService extends BindableService {}
