package io.quorate.server.replication;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this leader has lost touch with the majority. After an election time-out without it
 * another may lead, so this one refuses what it cannot do any more, at once and as NOT_APPLIED,
 * instead of letting callers wait: Ratis itself gives up leadership only some time later.
 */
final class Isolation {
  private static final Logger LOG = LoggerFactory.getLogger(Isolation.class);

  private final Replicator replicator;
  private final Duration limit;
  private final Runnable changed;
  private long ledTerm = -1;
  private long ledSinceNanos;
  private long inTouchSinceNanos;
  private volatile long isolatedTerm = -1;
  private volatile Silence lastSilence = new Silence(-1, 0);

  private record Silence(long term, long sinceNanos) {}

  /**
   * @param limit between the shortest and the longest election time-out: the others may elect from
   *     the one on, and Ratis gives up leadership some time after the other
   * @param changed called when the answer of {@link #in} has changed
   */
  Isolation(Replicator replicator, Duration limit, Runnable changed) {
    this.replicator = replicator;
    this.limit = limit;
    this.changed = changed;
  }

  /** Whether it leads this term without a majority. */
  boolean in(long term) {
    return isolatedTerm == term;
  }

  /**
   * Since when it had heard of no majority in the end of this term, which it led; 0 = it had, or
   * did not lead.
   */
  long silentSinceNanos(long term) {
    Silence silence = lastSilence;
    return silence.term() == term ? silence.sinceNanos() : 0;
  }

  /** Called every few milliseconds, always by the same thread. */
  void look(long nowNanos) {
    Leadership now = replicator.leadership();
    long before = isolatedTerm;
    isolatedTerm = now.leads() && isIsolated(now.term(), nowNanos) ? now.term() : -1;
    if (isolatedTerm != before) {
      if (isolatedTerm >= 0) {
        lastSilence = new Silence(isolatedTerm, nowNanos - limit.toNanos());
        LOG.warn(
            "no majority of the voters has answered for {} ms: refusing writes and linearizable"
                + " reads",
            limit.toMillis());
      }
      changed.run();
    }
    if (isolatedTerm >= 0 || !now.leads() || now.term() != lastSilence.term()) {
      inTouchSinceNanos = nowNanos;
    } else if (nowNanos - inTouchSinceNanos >= limit.toNanos()) {
      // Not at the first reply: the one that tells of a new leader is a reply, too.
      lastSilence = new Silence(-1, 0);
    }
  }

  private boolean isIsolated(long term, long nowNanos) {
    if (term != ledTerm) {
      ledTerm = term;
      ledSinceNanos = nowNanos;
    }
    if (nowNanos - ledSinceNanos < limit.toNanos()) {
      return false;
    }
    Membership membership = replicator.membership();
    Set<String> heard =
        Stream.concat(
                Stream.of(replicator.self()),
                membership.allVoters().filter(voter -> isHeard(replicator.sinceLastReply(voter))))
            .collect(Collectors.toSet());
    return !membership.isMajority(heard);
  }

  private boolean isHeard(Optional<Duration> sinceReply) {
    return sinceReply.filter(since -> since.compareTo(limit) < 0).isPresent();
  }
}
