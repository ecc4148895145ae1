package io.quorate.client.internal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.quorate.client.QuorateClient;
import io.quorate.proto.v1.KvGrpc;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LoopTest {
  private final Loop loop = new Loop(null);

  @Test
  void itGoesOnUntilItIsQuiet() throws InterruptedException {
    var quiet = new AtomicBoolean();
    var asked = new CountDownLatch(3);
    loop.later(
        () ->
            loop.close(
                () -> {
                  asked.countDown();
                  return quiet.get();
                }));
    assertTrue(asked.await(5, TimeUnit.SECONDS));
    assertTrue(loop.later(() -> {}), "what connects still needs it");
    loop.names().execute(() -> {});
    quiet.set(true);
    await().until(() -> !loop.later(() -> {}));
  }

  @Test
  void itDoesNotWaitForLong() {
    loop.later(() -> loop.close(() -> false));
    await().until(() -> !loop.later(() -> {}));
  }

  @Test
  void channelsAreQuietOnceTheyHaveEnded() throws Exception {
    var channels = new Channels(loop);
    assertTrue(channels.isQuiet());
    var channel = channels.open("127.0.0.1:1");
    assertFalse(channels.isQuiet());
    var call = channel.newCall(KvGrpc.getStreamMethod(), CallOptions.DEFAULT);
    call.start(new ClientCall.Listener<>() {}, new Metadata());
    channel.shutdownNow();
    assertTrue(channel.awaitTermination(5, TimeUnit.SECONDS));
    assertTrue(channels.isQuiet());
    loop.later(() -> loop.close(channels::isQuiet));
  }

  /** Without waiting, about one in thirty left a rejected task in gRPC's log. */
  @Test
  void closingWhileItConnectsLogsNothing() {
    var warnings = new ConcurrentLinkedQueue<String>();
    var handler =
        new Handler() {
          @Override
          public void publish(LogRecord logged) {
            if (logged.getLevel().intValue() >= Level.WARNING.intValue()) {
              warnings.add(logged.getMessage() + " " + logged.getThrown());
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    var before = clientThreads();
    var grpc = Logger.getLogger("io.grpc");
    grpc.addHandler(handler);
    try {
      for (var i = 0; i < 100; i++) {
        var client = QuorateClient.builder().endpoints("127.0.0.1:1").build();
        var unused = client.kv().async().get("a");
        client.close();
      }
      await().until(() -> before.containsAll(clientThreads()));
      assertEquals(0, warnings.size(), warnings::toString);
    } finally {
      grpc.removeHandler(handler);
      loop.later(() -> loop.close(() -> true));
    }
  }

  private static Set<Thread> clientThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("quorate-client-io"))
        .collect(Collectors.toSet());
  }
}
