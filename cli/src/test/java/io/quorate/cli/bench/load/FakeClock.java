package io.quorate.cli.bench.load;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A time that passes only while somebody waits, and what happens in it. For one thread. */
final class FakeClock implements Clock {
  private record Event(long at, long number, Runnable what) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private long now = 1_000;
  private long number;

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public boolean await(CountDownLatch latch, long until) {
    while (latch.getCount() > 0) {
      var next = events.peek();
      if (next == null || next.at() > until) {
        now = Math.max(now, until);
        break;
      }
      events.remove(next);
      now = Math.max(now, next.at());
      next.what().run();
    }
    return latch.getCount() == 0;
  }

  void pass(long ms) {
    now += TimeUnit.MILLISECONDS.toNanos(ms);
  }

  /** Lets it happen so much later. */
  void later(long ms, Runnable what) {
    events.add(new Event(now + TimeUnit.MILLISECONDS.toNanos(ms), number++, what));
  }
}
