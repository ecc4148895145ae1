package io.quorate.cli.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A load from its first operation to its report: warm-up, measured seconds, and the wait for what
 * is in flight at the end. It is given up when operations do nothing but fail for long. Runs once.
 */
public final class Run {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** How often it is looked whether the operations in flight have ended. */
  private static final long LOOK_NANOS = SECOND / 10;

  /** How long operations in flight may take beyond their own deadline. */
  private static final long GRACE_NANOS = 2 * SECOND;

  /** And how long when somebody waits for the end. */
  private static final long HURRY_NANOS = SECOND;

  /** Failures that last shorter are an outage to be measured, not the end. */
  private static final long LEAST_PATIENCE_NANOS = 10 * SECOND;

  /** How long a caller pauses after a failure: an overloaded store must not be asked at once. */
  private static final long PAUSE_MS = 50;

  /**
   * How long it takes.
   *
   * @param callTimeout after which the targets give an operation up
   */
  public record Times(int warmUpSeconds, int seconds, Duration callTimeout) {}

  private final List<Kind> kinds;
  private final Generator generator;
  private final Recording recording;
  private final Times times;
  private final Clock clock;
  private final Streak streak;
  private final Totals warmUp = new Totals();
  private final Totals measured = new Totals();
  private final Totals late = new Totals();
  private final List<Second> seconds = new ArrayList<>();

  Run(List<Kind> kinds, Generator generator, Recording recording, Times times, Clock clock) {
    this.kinds = kinds;
    this.generator = generator;
    this.recording = recording;
    this.times = times;
    this.clock = clock;
    streak = new Streak(clock.nanos());
  }

  /** A run of the plan on these targets. */
  public static Run of(Plan plan, Pace pace, List<? extends Target> targets, Times times) {
    var clock = new SystemClock();
    var recording = new Recording(clock);
    var generator =
        switch (pace) {
          case Pace.Closed closed ->
              new ClosedLoop(plan, targets, closed.callers(), recording, clock, afterPause());
          case Pace.Open open -> new OpenLoop(plan, targets, open, recording, clock);
        };
    return new Run(plan.kinds(), generator, recording, times, clock);
  }

  private static Executor afterPause() {
    return CompletableFuture.delayedExecutor(PAUSE_MS, TimeUnit.MILLISECONDS);
  }

  /**
   * Does it.
   *
   * @param interruption ends it when it opens
   * @param progress is told every second
   */
  public Report run(CountDownLatch interruption, Consumer<Second> progress)
      throws InterruptedException {
    var _ = recording.interval(); // nothing yet; the first one begins here
    generator.start();
    var ended = play(clock.nanos(), interruption, progress);
    generator.stop();
    drain(interruption);
    var rest = recording.interval();
    streak.see(rest);
    late.add(rest);
    var totals = measured.nanos() > 0 ? measured : warmUp;
    return new Report(
        verdict(ended, totals),
        kinds,
        totals,
        late,
        generator.unfinished(),
        measured.nanos() == 0,
        seconds);
  }

  private Ended play(long began, CountDownLatch interruption, Consumer<Second> progress)
      throws InterruptedException {
    var all = times.warmUpSeconds() + times.seconds();
    for (var number = 1; number <= all; number++) {
      var interrupted = clock.await(interruption, began + number * SECOND);
      progress.accept(look(number));
      if (interrupted) return Ended.INTERRUPTED;
      if (streak.nanos(clock.nanos()) >= patience()) return Ended.UNANSWERED;
    }
    return Ended.DONE;
  }

  private Second look(int number) {
    var interval = recording.interval();
    streak.see(interval);
    var warm = number <= times.warmUpSeconds();
    (warm ? warmUp : measured).add(interval);
    var second = Second.of(number, warm, interval);
    seconds.add(second);
    return second;
  }

  private long patience() {
    return Math.max(LEAST_PATIENCE_NANOS, 2 * times.callTimeout().toNanos());
  }

  private void drain(CountDownLatch interruption) throws InterruptedException {
    var since = clock.nanos();
    while (!clock.await(generator.idle(), clock.nanos() + LOOK_NANOS)) {
      var hurry = interruption.getCount() == 0;
      var limit = hurry ? HURRY_NANOS : times.callTimeout().toNanos() + GRACE_NANOS;
      if (clock.nanos() - since >= limit) return;
    }
  }

  /**
   * What was sent last and failed shows that nobody answered at the end, if it waited for a good
   * part of its deadline; a short refusal shows nothing.
   */
  private Ended verdict(Ended ended, Totals totals) {
    if (ended != Ended.DONE) return ended;
    var silent = streak.nanos(clock.nanos()) >= times.callTimeout().toNanos() / 2;
    var nothing = kinds.stream().allMatch(kind -> totals.operations(kind) == 0);
    var failed = !totals.failures().isEmpty() || !late.failures().isEmpty();
    return silent || generator.unfinished() > 0 || (nothing && failed)
        ? Ended.UNANSWERED
        : Ended.DONE;
  }
}
