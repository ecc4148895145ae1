package io.quorate.client.internal;

import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ChannelsTest {
  private static final int THREADS = 8;
  private static final int CHANNELS = 200;

  /** Whoever asks one node for its status opens a channel of its own. */
  @Test
  void manyThreadsMayOpenAtOnce() {
    var loop = new Loop(null);
    var channels = new Channels(loop);
    var threads = Executors.newFixedThreadPool(THREADS);
    try {
      var done = new ArrayList<CompletableFuture<Void>>();
      for (var i = 0; i < THREADS; i++) {
        done.add(CompletableFuture.runAsync(() -> openAndClose(channels), threads));
      }
      CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).join();
      await().until(channels::isQuiet);
    } finally {
      threads.shutdown();
      loop.later(() -> loop.close(channels::isQuiet));
    }
  }

  private static void openAndClose(Channels channels) {
    for (var i = 0; i < CHANNELS; i++) {
      var unused = channels.open("127.0.0.1:1").shutdownNow();
    }
  }
}
