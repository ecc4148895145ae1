package io.quorate.cli.bench.load;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends operations at a fixed rate, whatever became of the ones before, to the targets in turn. A
 * latency counts from when the operation was due, so it includes what the generator itself was
 * late: on an idle Linux the slack of its timers, 50 µs.
 *
 * <p>One thread sends; all but {@link #stop}, {@link #idle} and {@link #unfinished} is its own.
 */
final class OpenLoop implements Generator {
  private static final double SECOND_NANOS = 1e9;

  private final List<? extends Target> targets;
  private final Pace.Open pace;
  private final Recording recording;
  private final Clock clock;
  private final Choices choices;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("bench-pace").unstarted(this::send);

  /** Operations in flight, and one more until the thread sends no more. */
  private final AtomicInteger outstanding = new AtomicInteger(1);

  private final CountDownLatch idle = new CountDownLatch(1);
  private volatile boolean stopped;
  private volatile long stoppedAt;
  private long startedAt;
  private long next;

  OpenLoop(
      Plan plan, List<? extends Target> targets, Pace.Open pace, Recording recording, Clock clock) {
    this.targets = targets;
    this.pace = pace;
    this.recording = recording;
    this.clock = clock;
    var random = new SplittableRandom(plan.seed());
    choices = new Choices(plan, new Values(plan.valueSize(), random), random);
  }

  @Override
  public void start() {
    begin();
    thread.start();
  }

  @Override
  public void stop() {
    stoppedAt = clock.nanos();
    stopped = true;
    LockSupport.unpark(thread);
  }

  @Override
  public CountDownLatch idle() {
    return idle;
  }

  @Override
  public long unfinished() {
    return outstanding.get();
  }

  private void send() {
    while (!stopped) LockSupport.parkNanos(sendDue());
    finish();
  }

  /** The first operation is due now. */
  void begin() {
    startedAt = clock.nanos();
  }

  private long due(long number) {
    return startedAt + (long) (number * (SECOND_NANOS / pace.rate()));
  }

  /** Sends what is due; answers for how many nanoseconds nothing more is. */
  long sendDue() {
    while (!stopped) {
      var due = due(next);
      var early = due - clock.nanos();
      if (early > 0) return early;
      if (outstanding.get() > pace.most()) {
        recording.notSent(1);
      } else {
        outstanding.incrementAndGet();
        var target = targets.get((int) (next % targets.size()));
        var sent = new Sent(target, choices.kind(), due);
        var _ = choices.send(sent.kind, target).whenComplete(sent);
      }
      next++;
    }
    return 0;
  }

  /** What was due when it was stopped, and was not sent because the generator was late. */
  void finish() {
    var missed = 0L;
    while (due(next + missed) <= stoppedAt) missed++;
    recording.notSent(missed);
    ended();
  }

  private void ended() {
    if (outstanding.decrementAndGet() == 0) idle.countDown();
  }

  /** An operation in flight. */
  private final class Sent implements BiConsumer<Object, Throwable> {
    private final Target target;
    private final Kind kind;
    private final long due;

    Sent(Target target, Kind kind, long due) {
      this.target = target;
      this.kind = kind;
      this.due = due;
    }

    @Override
    public void accept(@Nullable Object answer, @Nullable Throwable thrown) {
      var _ = recording.ended(kind, due, target, answer, thrown);
      ended();
    }
  }
}
