/**
 * The node's gRPC port: one service per file, adapters between the wire and the ports {@link
 * io.quorate.server.proposal.Writes}, {@link io.quorate.server.read.Reads} and {@link
 * io.quorate.server.grpc.ClusterCalls}.
 *
 * <p>Threads: {@link io.quorate.server.grpc.NonBlockingService}s are called on Netty's event loops,
 * everything else on virtual threads. KvService hands writes on at once (they never block) and
 * starts a virtual thread for each read (RocksDB may go to the disk). Replies are written by
 * whichever virtual thread finds the stream idle, never by the thread that completed the request:
 * that may be the apply thread.
 *
 * <p>Bounds: requests in flight per stream ({@link io.quorate.server.grpc.KvStream#MAX_IN_FLIGHT}),
 * bytes of replies that a slow reader leaves unread, one page per scan, the size of a message. What
 * happens at each stands at its constant.
 */
@NullMarked
package io.quorate.server.grpc;

import org.jspecify.annotations.NullMarked;
