package io.quorate.cli.bench.load;

/** Since when operations do nothing but fail. Not for several threads. */
final class Streak {
  private long answered;
  private boolean failing;
  private long since;

  Streak(long began) {
    answered = began;
  }

  void see(Interval interval) {
    if (interval.operations() > 0) {
      answered = interval.to();
      failing = false;
    } else if (!failing && interval.errors() > 0) {
      failing = true;
      since = Math.max(answered, interval.oldestFailure());
    }
  }

  /** How long by now: from when the first of them began. 0 without a failure. */
  long nanos(long now) {
    return failing ? now - since : 0;
  }
}
