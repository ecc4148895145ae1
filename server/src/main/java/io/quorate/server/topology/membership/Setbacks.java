package io.quorate.server.topology.membership;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * Why peers are not yet what they are meant to be, and from when on a change that failed may be
 * tried again: after {@link #FIRST}, twice as long after each further failure up to {@link #MOST},
 * jittered between half and the whole. Any thread.
 */
final class Setbacks {
  static final Duration FIRST = Duration.ofMillis(500);
  static final Duration MOST = Duration.ofSeconds(8);

  private record Setback(String reason, int failures, long notBefore) {}

  private final Map<String, Setback> setbacks = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  Setbacks(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  boolean mayTry(String id) {
    Setback last = setbacks.get(id);
    return last == null || nanoTime.getAsLong() - last.notBefore >= 0;
  }

  /** Nothing was tried: something else must happen first, and it may at any time. */
  void waits(String id, String reason) {
    long now = nanoTime.getAsLong();
    setbacks.compute(
        id, (same, last) -> new Setback(reason, last == null ? 0 : last.failures, now));
  }

  void failed(String id, String reason) {
    setbacks.compute(
        id,
        (same, last) -> {
          int failures = last == null ? 0 : last.failures;
          return new Setback(reason, failures + 1, nanoTime.getAsLong() + pause(failures));
        });
  }

  private static long pause(int failures) {
    long most = MOST.toNanos();
    long whole = Math.min(most, FIRST.toNanos() << Math.min(failures, 10));
    return whole / 2 + ThreadLocalRandom.current().nextLong(whole / 2 + 1);
  }

  /** It is what it is meant to be, or nobody means it to be anything. */
  void over(String id) {
    setbacks.remove(id);
  }

  void clear() {
    setbacks.clear();
  }

  Optional<String> reason(String id) {
    return Optional.ofNullable(setbacks.get(id)).map(Setback::reason);
  }

  /** By peer id. */
  Map<String, String> reasons() {
    Map<String, String> reasons = new TreeMap<>();
    setbacks.forEach((id, setback) -> reasons.put(id, setback.reason));
    return reasons;
  }
}
