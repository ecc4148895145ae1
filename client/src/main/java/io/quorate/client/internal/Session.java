package io.quorate.client.internal;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/*
 * The client's side of exactly-once. The server keeps the result of every sequence above the acknowledged mark; the mark is the
 * highest sequence up to which all calls have ended with a definite answer. A call that ended UNKNOWN holds the mark, so that it can
 * be resolved; since that would pile up results on the server, the oldest such call is given up when there are over 1,024 of them, or
 * when over 4,096 results are held because of them. What was given up can no longer be resolved, and, being at or below the mark,
 * can no longer be applied late either.
 */
/** A session and what this client knows of its sequences. Only touched by the loop. */
final class Session {
  static final int MOST_UNKNOWN = 1_024;
  static final int MOST_HELD = 4_096;

  private final long id;
  private final long ttlNanos;
  private long used;
  private long next = 1;
  private long mark;

  /** Ended with a definite answer, above the mark. */
  private final TreeSet<Long> ended = new TreeSet<>();

  /** Ended UNKNOWN, oldest first. */
  private final Set<Long> unknown = new LinkedHashSet<>();

  Session(long id, long ttlNanos, long now) {
    this.id = id;
    this.ttlNanos = ttlNanos;
    used = now;
  }

  long id() {
    return id;
  }

  /** Half its time to live passed unused: better open another than find out that it is gone. */
  boolean isStale(long now) {
    return ttlNanos > 0 && now - used > ttlNanos / 2;
  }

  long begin(long now) {
    used = now;
    return next++;
  }

  /** Every sequence at or below it has been answered, or given up. */
  long acknowledged() {
    return mark;
  }

  /** No call is in flight and none ended UNKNOWN: nobody needs the session's results any more. */
  boolean isSettled() {
    return mark == next - 1;
  }

  void end(long sequence) {
    unknown.remove(sequence);
    if (sequence > mark) {
      ended.add(sequence);
      advance();
      giveUp();
    }
  }

  void endUnknown(long sequence) {
    unknown.add(sequence);
    giveUp();
  }

  private void giveUp() {
    while (unknown.size() > MOST_UNKNOWN || (ended.size() > MOST_HELD && !unknown.isEmpty())) {
      Iterator<Long> oldest = unknown.iterator();
      ended.add(oldest.next());
      oldest.remove();
      advance();
    }
  }

  private void advance() {
    while (!ended.isEmpty() && ended.first() == mark + 1) {
      ended.pollFirst();
      mark++;
    }
  }
}
