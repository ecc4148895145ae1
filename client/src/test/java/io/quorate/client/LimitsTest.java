package io.quorate.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.client.FakeCluster.Reaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bounds, deadlines, cancelling and closing: every call ends. */
class LimitsTest {
  private final FakeCluster cluster = new FakeCluster(1);
  private final QuorateClient client = cluster.client().maxInFlight(10).build();

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  private static QuorateException failure(CompletableFuture<?> future) {
    var failed = assertThrows(CompletionException.class, future::join);
    return assertInstanceOf(QuorateException.class, failed.getCause());
  }

  private void silence() {
    var unused = client.kv().put("opens", "the session");
    cluster.script((node, request) -> Reaction.IGNORE);
  }

  @Test
  void asynchronousCallsBeyondTheLimitAreRefused() {
    silence();
    var kv = client.kv().async().withTimeout(Duration.ofMillis(300));
    var calls = new ArrayList<CompletableFuture<?>>();
    for (var i = 0; i < 10; i++) {
      calls.add(kv.put("a", "1"));
    }
    var refused = assertInstanceOf(OverloadedException.class, failure(kv.put("a", "1")));
    assertEquals(Outcome.NOT_APPLIED, refused.outcome());
    calls.forEach(call -> assertEquals(Outcome.UNKNOWN, failure(call).outcome()));
  }

  @Test
  void blockingCallsBeyondTheLimitWait() {
    silence();
    var kv = client.kv().async().withTimeout(Duration.ofMillis(300));
    for (var i = 0; i < 10; i++) {
      var unused = kv.put("a", "1");
    }
    cluster.script((node, request) -> Reaction.SERVE);
    assertTrue(client.kv().put("b", "1").version() > 0);
  }

  @Test
  void deadlinesOfManySilentCallsAreKept() {
    silence();
    var kv = client.kv().async().withTimeout(Duration.ofMillis(250));
    var began = System.nanoTime();
    var calls = new ArrayList<CompletableFuture<?>>();
    for (var i = 0; i < 10; i++) {
      calls.add(kv.get("a"));
    }
    calls.forEach(call -> assertEquals(ErrorCode.TIMEOUT, failure(call).code()));
    var tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    assertTrue(tookMs >= 250 && tookMs < 1_250, tookMs + " ms");
  }

  @Test
  void anInterruptEndsTheCallAndIsRestored() throws InterruptedException {
    silence();
    var seen = new AtomicReference<Throwable>();
    var restored = new AtomicReference<Boolean>();
    var caller =
        new Thread(
            () -> {
              try {
                var unused = client.kv().withTimeout(Duration.ofMinutes(1)).put("a", "1");
              } catch (QuorateException cancelled) {
                seen.set(cancelled);
                restored.set(Thread.currentThread().isInterrupted());
              }
            });
    caller.start();
    await().until(() -> cluster.received().count() == 2);
    caller.interrupt();
    caller.join(TimeUnit.SECONDS.toMillis(10));
    var cancelled = assertInstanceOf(CancelledException.class, seen.get());
    assertEquals(Outcome.UNKNOWN, cancelled.outcome());
    assertEquals(true, restored.get());
  }

  @Test
  void cancelledCallsMakeRoom() {
    silence();
    var kv = client.kv().async().withTimeout(Duration.ofMinutes(1));
    for (var round = 0; round < 3; round++) {
      var calls = new ArrayList<CompletableFuture<?>>();
      await()
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                var call = kv.put("a", "1");
                if (!call.isDone()) {
                  calls.add(call);
                }
                return calls.size() == 10;
              });
      calls.forEach(call -> assertTrue(call.cancel(true)));
    }
  }

  @Test
  void callbacksMayBlock() {
    var kv = client.kv();
    var chained = kv.async().put("a", "1").thenApply(put -> kv.get("a").valueString());
    assertEquals("1", chained.join().orElseThrow());
  }

  @Test
  void closingFailsWhatIsPending() {
    silence();
    var pending = client.kv().async().withTimeout(Duration.ofMinutes(1)).put("a", "1");
    await().until(() -> cluster.received().count() == 2);
    client.close();
    var failed = assertInstanceOf(UnavailableException.class, failure(pending));
    assertEquals(Outcome.UNKNOWN, failed.outcome());
    var after = assertThrows(UnavailableException.class, () -> client.kv().put("a", "1"));
    assertEquals(Outcome.NOT_APPLIED, after.outcome());
    assertInstanceOf(UnavailableException.class, failure(client.kv().async().get("a")));
  }

  @Test
  void noThreadOutlivesItsClient() {
    for (var i = 0; i < 3; i++) {
      try (var other = cluster.client().build()) {
        var unused = other.kv().put("a", "1");
      }
    }
    client.close();
    await().atMost(Duration.ofSeconds(10)).until(() -> threads() == 0);
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("quorate-client-") || name.startsWith("globalEvent"))
        .count();
  }
}
