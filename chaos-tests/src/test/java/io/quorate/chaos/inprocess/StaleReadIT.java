package io.quorate.chaos.inprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.chaos.Await;
import io.quorate.chaos.Report;
import io.quorate.chaos.Scale;
import io.quorate.history.check.Violation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A leader is cut off while it answers reads, and the others elect another and write. The checker
 * finds a stale read where there is one: among Ratis' own.
 */
class StaleReadIT {
  private static final int TRIALS = Scale.of(2, 25);

  /** How often both are read once the new value is acknowledged. */
  private static final int READS = 50;

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration BRIEF = Duration.ofMillis(5);

  @Test
  void theCheckerFindsRatisStaleWhereOurReadIndexRefuses(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    var register = new RecordedRegister(folder);
    try (var group = InJvmGroup.start(folder);
        register) {
      for (var trial = 1; trial <= TRIALS; trial++) {
        trial(group, register, trial);
      }
    }
    var ratis = register.judgeRatisReads();
    var ours = register.judgeOurReads();
    Report.line(
        "%d trials: of Ratis' linearizable reads the checker says %s; of ours %s",
        TRIALS,
        ratis.violations().stream().map(Violation::why).toList(),
        ours.violations().stream().map(Violation::why).toList());
    assertEquals(
        1, ratis.violations().size(), "the checker found no stale read: it proves nothing");
    // The write of a new value, and a read of the old one that began when that was acknowledged.
    var shown = ratis.violations().getFirst().operations();
    assertTrue(shown.getFirst().precedes(shown.getLast()), ratis::toString);
    assertTrue(ours.holds(), ours::toString);
  }

  private static void trial(InJvmGroup group, RecordedRegister register, int number)
      throws Exception {
    var old = group.leader();
    try (var reader = new OurReader(group, old)) {
      // What was written elsewhere in the trial before: ours must have it now.
      awaitOurRead(register, reader);
      assertTrue(register.write(old, "old" + number, PATIENCE), "the leader refused a write");
      group.awaitQuiet(old);
      // From here on Ratis takes the commit index as confirmed, whatever happens.
      register.ratisRead(old, PATIENCE);
      awaitOurRead(register, reader);
      group.isolateLeader();
      var written = writeElsewhere(group, register, old, "new" + number);
      readMeanwhile(register, old, reader, written);
    } finally {
      group.heal();
    }
  }

  private static void awaitOurRead(RecordedRegister register, OurReader reader) {
    Await.value(
        "our read is answered",
        PATIENCE,
        () -> Optional.of(register.ourRead(reader).get(1, TimeUnit.SECONDS)),
        () -> "it was refused");
  }

  /** Done once another leader has acknowledged {@code value}. */
  private static Future<String> writeElsewhere(
      InJvmGroup group, RecordedRegister register, InJvmServer old, String value) {
    var written =
        new FutureTask<String>(
            () -> {
              while (true) {
                for (var other : group.othersThan(old)) {
                  if (other.leadsReady() && register.write(other, value, Duration.ofSeconds(1))) {
                    return value;
                  }
                  Thread.onSpinWait();
                }
              }
            });
    var _ = Thread.ofPlatform().daemon().start(written);
    return written;
  }

  // Reads before the new value is acknowledged may see either; they keep both paths under load.
  private static void readMeanwhile(
      RecordedRegister register, InJvmServer old, OurReader reader, Future<String> written)
      throws Exception {
    var readsAfter = 0;
    while (readsAfter < READS) {
      readsAfter += written.isDone() ? 1 : 0;
      var _ = register.ourRead(reader);
      register.ratisRead(old, BRIEF);
    }
    // Fails if the write did.
    written.get();
  }
}
