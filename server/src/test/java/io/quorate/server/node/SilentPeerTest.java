package io.quorate.server.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.quorate.proto.v1.LinkFrame;
import io.quorate.proto.v1.LinkHello;
import io.quorate.proto.v1.NodeGrpc;
import io.quorate.proto.v1.TermRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.replication.Membership;
import io.quorate.server.replication.Ticker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A peer whose connection stays while nothing comes from it, as after a network cut. */
@Timeout(60)
class SilentPeerTest {
  private static final LinkFrame TERM =
      LinkFrame.newBuilder().setTermRequest(TermRequest.newBuilder().setTerm(7)).build();

  private final FakeGroup here = new FakeGroup("a", "a", "b").follows("b", 7);
  private final Ticker ticker = new Ticker();
  private final PeerLinks links = new PeerLinks(here, Dialer.plaintext(), ticker);
  private final AtomicInteger streams = new AtomicInteger();
  private final AtomicInteger hellos = new AtomicInteger();
  private volatile int hellosAnswered = 1;
  private Server server;

  @BeforeEach
  void start() throws IOException {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("localhost", 0))
            .addService(
                new NodeGrpc.NodeImplBase() {
                  @Override
                  public StreamObserver<LinkFrame> link(StreamObserver<LinkFrame> replies) {
                    streams.incrementAndGet();
                    return new HellosOnly(replies);
                  }
                })
            .build()
            .start();
    here.membership =
        new Membership(
            Set.of("a", "b"),
            Set.of(),
            Set.of(),
            List.of(FakeGroup.peer("b", "localhost:" + server.getPort())));
  }

  @AfterEach
  void stop() {
    links.close();
    ticker.close();
    server.shutdownNow();
  }

  private final class HellosOnly implements StreamObserver<LinkFrame> {
    private final StreamObserver<LinkFrame> replies;

    HellosOnly(StreamObserver<LinkFrame> replies) {
      this.replies = replies;
    }

    @Override
    public void onNext(LinkFrame frame) {
      if (frame.hasHello() && hellos.incrementAndGet() <= hellosAnswered) {
        replies.onNext(
            LinkFrame.newBuilder().setHello(LinkHello.newBuilder().setFrom("b")).build());
      }
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }

  private LinkException ask(Duration patience) {
    var answer = links.ask("b", TERM, Deadline.after(patience));
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> answer.get(30, TimeUnit.SECONDS));
    return assertInstanceOf(LinkException.class, failure.getCause());
  }

  @Test
  void aLinkThatGivesNoSignOfLifeIsBroken() {
    LinkException failure = ask(Duration.ofSeconds(30));
    assertTrue(failure.sent());
    assertFalse(failure.timedOut(), "broken before the deadline");
    assertEquals(2, hellos.get(), "it was probed");
  }

  @Test
  void aPeerThatWorksLongAndStaysAliveIsNotGivenUp() {
    hellosAnswered = Integer.MAX_VALUE;
    LinkException failure = ask(Duration.ofSeconds(4));
    assertTrue(failure.timedOut());
    assertEquals(1, streams.get());
  }
}
