package io.quorate.server.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.quorate.proto.v1.ClusterGrpc;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.HelloReply;
import io.quorate.proto.v1.HelloRequest;
import io.quorate.proto.v1.LeaderChange;
import io.quorate.proto.v1.NodeGrpc;
import io.quorate.proto.v1.StepDownRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.grpc.StatusMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The clients for nodes that are known by address, against a real server. */
class HelloClientGrpcTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private Server server;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(
                new NodeGrpc.NodeImplBase() {
                  @Override
                  public void hello(HelloRequest request, StreamObserver<HelloReply> reply) {
                    if (request.getFrom().getName().equals("silence")) {
                      return;
                    }
                    reply.onNext(HelloReply.newBuilder().setTerm(7).build());
                    reply.onCompleted();
                  }
                })
            .addService(
                new ClusterGrpc.ClusterImplBase() {
                  @Override
                  public void stepDown(
                      StepDownRequest request, StreamObserver<LeaderChange> reply) {
                    if (request.getForwarded()) {
                      reply.onError(
                          new StatusMapper("n2")
                              .toStatus(RequestException.refused("nobody can take over")));
                      return;
                    }
                    reply.onNext(LeaderChange.newBuilder().setTerm(request.getTimeoutMs()).build());
                    reply.onCompleted();
                  }
                })
            .build()
            .start();
    channel =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()))
            .usePlaintext()
            .build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  private static RequestException failure(CompletableFuture<?> call) {
    return assertInstanceOf(
        RequestException.class, assertThrows(CompletionException.class, call::join).getCause());
  }

  @Test
  void helloIsAnswered() {
    var client = new HelloClientGrpc(address -> channel);
    assertEquals(
        7, client.hello("n2:0", HelloRequest.getDefaultInstance(), LIMIT).join().getTerm());
  }

  @Test
  void silenceEndsAtTheTimeout() {
    var client = new HelloClientGrpc(address -> channel);
    HelloRequest.Builder request = HelloRequest.newBuilder();
    request.getFromBuilder().setName("silence");
    assertEquals(
        ErrorCode.TIMEOUT,
        failure(client.hello("n2:0", request.build(), Duration.ofMillis(50))).error().getCode());
  }

  @Test
  void anAddressThatCannotBeUsedFailsTheFutureAndNotTheCaller() {
    var client =
        new HelloClientGrpc(
            address -> {
              throw new IllegalArgumentException("not an address: " + address);
            });
    failure(client.hello("?", HelloRequest.getDefaultInstance(), LIMIT));
  }

  @Test
  void whatTheOtherNodeRefusesIsRefusedHereInItsWords() {
    var client = new RemoteClusterClient(address -> channel);
    StepDownRequest marked = StepDownRequest.newBuilder().setForwarded(true).build();
    RequestException refusal = failure(client.stepDown("n2:0", marked, Deadline.after(LIMIT)));
    assertEquals(ErrorCode.REFUSED, refusal.error().getCode());
    assertEquals("nobody can take over", refusal.error().getMessage());
    assertEquals("n2", refusal.error().getNode());
  }

  @Test
  void theOtherNodeIsToldTheTimeThatIsLeft() {
    var client = new RemoteClusterClient(address -> channel);
    StepDownRequest request = StepDownRequest.newBuilder().setTimeoutMs(60_000).build();
    long told = client.stepDown("n2:0", request, Deadline.after(LIMIT)).join().getTerm();
    assertTrue(told > 0 && told <= LIMIT.toMillis(), "told " + told + " ms");
  }
}
