package io.quorate.server.grpc;

import io.grpc.BindableService;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.quorate.proto.v1.ClusterGrpc;
import io.quorate.proto.v1.KvGrpc;
import io.quorate.proto.v1.NodeGrpc;
import io.quorate.server.error.RequestException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The services, which may be added while the port is open: nodes ask each other who they are before
 * any of them serves data. Until then a call to one of ours is answered UNAVAILABLE, which clients
 * retry, not UNIMPLEMENTED, which they give up on.
 */
final class Registry extends HandlerRegistry {
  private final Map<String, ServerServiceDefinition> services = new ConcurrentHashMap<>();
  private final Set<String> nonBlocking = ConcurrentHashMap.newKeySet();
  private final Map<String, ServerMethodDefinition<?, ?>> starting;

  Registry(StatusMapper errors) {
    this.starting =
        Stream.of(
                KvGrpc.getServiceDescriptor(),
                ClusterGrpc.getServiceDescriptor(),
                NodeGrpc.getServiceDescriptor())
            .flatMap(service -> service.getMethods().stream())
            .collect(
                Collectors.toUnmodifiableMap(
                    MethodDescriptor::getFullMethodName, method -> refusing(method, errors)));
  }

  void add(BindableService service) {
    ServerServiceDefinition definition = service.bindService();
    String name = definition.getServiceDescriptor().getName();
    if (service instanceof NonBlockingService) {
      nonBlocking.add(name);
    }
    services.put(name, definition);
  }

  boolean isNonBlocking(@Nullable String service) {
    return service != null && nonBlocking.contains(service);
  }

  @Override
  public List<ServerServiceDefinition> getServices() {
    return List.copyOf(services.values());
  }

  @Override
  public @Nullable ServerMethodDefinition<?, ?> lookupMethod(
      String method, @Nullable String authority) {
    String name = MethodDescriptor.extractFullServiceName(method);
    ServerServiceDefinition service = name == null ? null : services.get(name);
    return service == null ? starting.get(method) : service.getMethod(method);
  }

  private static <Q, R> ServerMethodDefinition<Q, R> refusing(
      MethodDescriptor<Q, R> method, StatusMapper errors) {
    return ServerMethodDefinition.create(
        method,
        new ServerCallHandler<>() {
          @Override
          public ServerCall.Listener<Q> startCall(ServerCall<Q, R> call, Metadata headers) {
            var refusal = errors.toStatus(RequestException.unavailable("this node is starting"));
            Metadata trailers = Status.trailersFromThrowable(refusal);
            call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
            return new ServerCall.Listener<>() {};
          }
        });
  }
}
