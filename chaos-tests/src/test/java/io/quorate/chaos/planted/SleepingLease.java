package io.quorate.chaos.planted;

import io.quorate.proto.v1.Consistency;
import io.quorate.proto.v1.ReadReply;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.proto.v1.ScanRequest;
import io.quorate.server.error.Deadline;
import io.quorate.server.read.Reads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A leader that was confirmed answers reads from what it has for a second and a half, less than an
 * election takes; but it counts the time in ticks of a timer, which rests with the process.
 */
final class SleepingLease implements Reads {
  private static final int TICK_MS = 100;
  private static final int LEASE = 15;
  private static final int RENEWED_AT = 8;

  private final Reads sound;
  private final AtomicInteger ticksLeft = new AtomicInteger();

  SleepingLease(Reads sound) {
    this.sound = sound;
    var timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ticks").factory());
    var _ =
        timer.scheduleWithFixedDelay(
            () -> ticksLeft.updateAndGet(left -> Math.max(0, left - 1)),
            TICK_MS,
            TICK_MS,
            TimeUnit.MILLISECONDS);
  }

  @Override
  public CompletableFuture<ReadReply> read(ReadRequest request, Deadline deadline) {
    var linearizable = request.getOptions().getConsistency() == Consistency.LINEARIZABLE;
    var left = ticksLeft.get();
    if (linearizable && left > 0) {
      if (left <= RENEWED_AT) {
        var _ = renew(request, deadline);
      }
      return sound.read(ChangedReads.weakened(request), deadline);
    }
    return linearizable ? renew(request, deadline) : sound.read(request, deadline);
  }

  private CompletableFuture<ReadReply> renew(ReadRequest request, Deadline deadline) {
    return sound
        .read(request, deadline)
        .thenApply(
            confirmed -> {
              if (confirmed.getEvidence().getRole().equals("leader")) {
                ticksLeft.set(LEASE);
              }
              return confirmed;
            });
  }

  @Override
  public CompletableFuture<PinnedScan> scan(ScanRequest request, Deadline deadline) {
    return sound.scan(request, deadline);
  }
}
