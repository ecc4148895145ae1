package io.quorate.chaos.inprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.chaos.Report;
import io.quorate.chaos.Scale;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ratis.protocol.RaftClientReply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A leader is cut off while it answers reads, and the others elect another and write. The harness
 * finds a stale read where there is one: in Ratis' own.
 */
class StaleReadIT {
  private static final int TRIALS = Scale.of(2, 25);

  /** How often both are read once the new value is acknowledged. */
  private static final int READS = 50;

  private final AtomicInteger ratisStale = new AtomicInteger();
  private final AtomicInteger oursStale = new AtomicInteger();
  private final AtomicInteger oursAnswered = new AtomicInteger();

  @Test
  void ratisAnswersStaleWhereOurReadIndexRefuses(@TempDir Path folder) throws Exception {
    try (var group = InJvmGroup.start(folder)) {
      for (var trial = 1; trial <= TRIALS; trial++) {
        trial(group, trial);
      }
      Report.line(
          "%d trials: Ratis' linearizable read stale %d times, ours %d times (%d answered)",
          TRIALS, ratisStale.get(), oursStale.get(), oursAnswered.get());
      assertTrue(ratisStale.get() > 0, "the harness found no stale read: it proves nothing");
      assertTrue(oursAnswered.get() >= TRIALS, "our reads were not answered before the cut");
      assertEquals(0, oursStale.get());
    }
  }

  private void trial(InJvmGroup group, int number) throws Exception {
    var old = group.leader();
    old.write("old" + number).get(5, TimeUnit.SECONDS);
    group.awaitQuiet(old);
    // From here on Ratis takes the commit index as confirmed, whatever happens.
    old.ratisRead().get(5, TimeUnit.SECONDS);
    try (var reader = new OurReader(group, old)) {
      if (reader.read().get(5, TimeUnit.SECONDS).equals("old" + number)) {
        oursAnswered.incrementAndGet();
      }
      group.isolateLeader();
      var written = writeElsewhere(group, old, "new" + number);
      readMeanwhile(old, reader, written, "new" + number);
    } finally {
      group.heal();
    }
  }

  /** Completes once another leader has acknowledged {@code value}. */
  private static CompletableFuture<RaftClientReply> writeElsewhere(
      InJvmGroup group, InJvmServer old, String value) {
    var acknowledged = new CompletableFuture<RaftClientReply>();
    var _ =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  while (!acknowledged.isDone()) {
                    for (var other : group.othersThan(old)) {
                      tryWrite(other, value, acknowledged);
                    }
                  }
                });
    return acknowledged;
  }

  private static void tryWrite(
      InJvmServer server, String value, CompletableFuture<RaftClientReply> acknowledged) {
    if (!server.leadsReady() || acknowledged.isDone()) {
      Thread.onSpinWait();
      return;
    }
    try {
      var reply = server.write(value).get(1, TimeUnit.SECONDS);
      if (reply.isSuccess()) {
        acknowledged.complete(reply);
      }
    } catch (Exception notYet) {
      // It lost its leadership again, or is slow: the next try tells.
    }
  }

  // Reads before the new value is acknowledged may see either; they keep both paths under load.
  private void readMeanwhile(
      InJvmServer old, OurReader reader, CompletableFuture<?> written, String fresh)
      throws Exception {
    var readsAfter = 0;
    while (readsAfter < READS) {
      var mustBeFresh = written.isDone();
      readsAfter += mustBeFresh ? 1 : 0;
      var _ = reader.read().thenAccept(value -> count(mustBeFresh, value, fresh, oursStale));
      try {
        var reply = old.ratisRead().get(5, TimeUnit.MILLISECONDS);
        if (reply.isSuccess()) {
          count(mustBeFresh, reply.getMessage().getContent().toStringUtf8(), fresh, ratisStale);
        }
      } catch (TimeoutException | ExecutionException e) {
        // Not answered: right.
      }
    }
  }

  private static void count(boolean mustBeFresh, String value, String fresh, AtomicInteger stale) {
    if (mustBeFresh && !value.equals(fresh)) {
      stale.incrementAndGet();
    }
  }
}
