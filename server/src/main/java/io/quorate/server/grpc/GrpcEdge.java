package io.quorate.server.grpc;

import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.quorate.server.error.StartupException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's gRPC port, with health (grpc.health.v1) and reflection. Services are added before or
 * after {@link #start}. Health is SERVING, for the server and for each service, only between {@code
 * serving(true)} and {@code serving(false)}.
 */
public final class GrpcEdge {
  private static final Logger LOG = LoggerFactory.getLogger(GrpcEdge.class);

  /** What a message may be larger than its payload. */
  private static final int MESSAGE_SLACK_BYTES = 64 << 10;

  private static final int MAX_CALLS_PER_CONNECTION = 10_000;

  private final String host;
  private final int port;
  private final Server server;
  private final Registry registry;
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final HealthStatusManager health = new HealthStatusManager();

  /**
   * Opens nothing yet.
   *
   * @param port 0 = any free one, for tests
   * @param messageBytes the largest message that a client may send
   */
  public GrpcEdge(String host, int port, int messageBytes, StatusMapper errors) {
    this.host = host;
    this.port = port;
    this.registry = new Registry(errors);
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(host, port))
            .fallbackHandlerRegistry(registry)
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance())
            .executor(Runnable::run)
            .callExecutor(new ByService())
            .maxInboundMessageSize(messageBytes + MESSAGE_SLACK_BYTES)
            .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
            // Clients may ask often whether we are alive, also while idle; we ask them, so that a
            // vanished one frees its stream.
            .permitKeepAliveTime(1, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .keepAliveTime(10, TimeUnit.SECONDS)
            .keepAliveTimeout(5, TimeUnit.SECONDS)
            .build();
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.NOT_SERVING);
  }

  /** Until a service of ours is added its calls are answered UNAVAILABLE. */
  public void add(BindableService service) {
    registry.add(service);
  }

  /** Throws StartupException when the address cannot be had. */
  public void start() {
    try {
      server.start();
    } catch (IOException e) {
      throw StartupException.port("gRPC", host, port, "listen.grpc_port", e);
    }
  }

  public int port() {
    return server.getPort();
  }

  /** What health checks are told from now on. */
  public void serving(boolean serving) {
    ServingStatus status = serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    registry
        .getServices()
        .forEach(service -> health.setStatus(service.getServiceDescriptor().getName(), status));
  }

  /**
   * Tells clients to go elsewhere, lets calls under way finish until the deadline, then cuts them
   * off. Streams that never end by themselves must have been told to (see {@link KvService#close}).
   * Blocks for up to the grace.
   */
  public void stop(Duration grace) {
    if (server.isShutdown()) {
      return;
    }
    health.enterTerminalState();
    server.shutdown();
    try {
      if (!server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Calls were still under way after {} ms and are cut off", grace.toMillis());
        server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    blocking.shutdown();
  }

  private final class ByService implements ServerCallExecutorSupplier {
    @Override
    public <Q, R> @Nullable Executor getExecutor(ServerCall<Q, R> call, Metadata headers) {
      return registry.isNonBlocking(call.getMethodDescriptor().getServiceName()) ? null : blocking;
    }
  }
}
