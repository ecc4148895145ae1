package io.quorate.cli.bench.load;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * What became of operations since somebody last looked. For all threads; a success takes no lock
 * and allocates nothing. Only one thread looks.
 */
final class Recording {
  /** Longer ones count as so long. */
  private static final long LONGEST_NANOS = TimeUnit.DAYS.toNanos(1);

  /** Three digits: what is reported is less than 0.1 % above what was measured. */
  private static final int DIGITS = 3;

  private static final Failure NO_VALUE = new Failure("NOT_FOUND", false);

  private final Clock clock;
  private final PerKind<Recorder> latencies =
      PerKind.each(() -> new Recorder(LONGEST_NANOS, DIGITS));
  private final Map<Failed, LongAdder> failures = new ConcurrentHashMap<>();
  private final LongAccumulator oldestFailure = new LongAccumulator(Long::min, Long.MAX_VALUE);
  private final LongAdder notSent = new LongAdder();
  private long from;

  Recording(Clock clock) {
    this.clock = clock;
    from = clock.nanos();
  }

  /** An empty one to add up what is recorded. */
  static Histogram histogram() {
    return new Histogram(LONGEST_NANOS, DIGITS);
  }

  /** An operation has ended, which began then; whether it succeeded. */
  boolean ended(
      Kind kind, long began, Target target, @Nullable Object answer, @Nullable Throwable thrown) {
    if (thrown != null) {
      failed(Failed.of(kind, target.failure(unwrap(thrown))), began);
      return false;
    }
    if (kind == Kind.GET && !target.isHit(answer)) {
      failed(Failed.of(kind, NO_VALUE), began);
      return false;
    }
    var took = Math.max(0, clock.nanos() - began);
    latencies.of(kind).recordValue(Math.min(took, LONGEST_NANOS));
    return true;
  }

  private void failed(Failed failed, long began) {
    failures.computeIfAbsent(failed, each -> new LongAdder()).increment();
    oldestFailure.accumulate(began);
  }

  private static Throwable unwrap(Throwable thrown) {
    var cause = thrown.getCause();
    return thrown instanceof CompletionException && cause != null ? cause : thrown;
  }

  /** So many operations were due and could not be sent. */
  void notSent(long count) {
    notSent.add(count);
  }

  /** What ended since this was last asked. */
  Interval interval() {
    var began = from;
    from = clock.nanos();
    var failed = new HashMap<Failed, Long>();
    failures.forEach(
        (each, counter) -> {
          var count = counter.sumThenReset();
          if (count > 0) failed.put(each, count);
        });
    return new Interval(
        began,
        from,
        latencies.map(recorder -> recorder.getIntervalHistogram()),
        failed,
        notSent.sumThenReset(),
        oldestFailure.getThenReset());
  }
}
