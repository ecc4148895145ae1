package io.quorate.server.replication;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Who led which term, as far as this node heard, and what it saw of its own last election: when it
 * last heard of the leader before, when it campaigned, won and was ready. Leaders are told by
 * Ratis; other instants are sampled, so accurate to about {@link Ticker#TICK}. Instants are {@link
 * System#nanoTime}; 0 = did not happen.
 */
public final class LeaderHistory {

  /** Terms that are remembered. */
  private static final int TERMS = 64;

  /**
   * That a node led a term.
   *
   * @param leader peer id; empty = nobody was heard of
   */
  public record Led(long term, String leader) {
    public static final Led NOBODY = new Led(0, "");
  }

  /**
   * An election that this node won.
   *
   * @param before the last leader before it that was heard of; may be this node
   * @param lastHeardNanos of {@code before}
   * @param inheritedEntries in our log when we were elected, and not known to us as committed
   */
  public record Change(
      long term,
      Led before,
      long lastHeardNanos,
      long candidateSinceNanos,
      long electedNanos,
      long readyNanos,
      long inheritedEntries) {
    static final Change NONE = new Change(0, Led.NOBODY, 0, 0, 0, 0, -1);

    private Change ready(long nanos) {
      return new Change(
          term, before, lastHeardNanos, candidateSinceNanos, electedNanos, nanos, inheritedEntries);
    }
  }

  private final Replicator replicator;
  private final Supplier<Optional<Duration>> sinceLeaderHeard;
  private final LongSupplier uncommitted;
  private final LongSupplier nanoTime;

  @GuardedBy("this")
  private final TreeMap<Long, String> leaders = new TreeMap<>();

  @GuardedBy("this")
  private long heardNanos;

  @GuardedBy("this")
  private long candidateSinceNanos;

  private volatile Change last = Change.NONE;
  private volatile End end = new End(0, 0);

  private record End(long term, long nanos) {}

  /**
   * @param sinceLeaderHeard for a follower: time since the leader's last sign of life
   * @param uncommitted entries of our log that we do not know as committed
   */
  LeaderHistory(
      Replicator replicator,
      Supplier<Optional<Duration>> sinceLeaderHeard,
      LongSupplier uncommitted,
      LongSupplier nanoTime) {
    this.replicator = replicator;
    this.sinceLeaderHeard = sinceLeaderHeard;
    this.uncommitted = uncommitted;
    this.nanoTime = nanoTime;
  }

  /** The last election that this node won. */
  public Change last() {
    return last;
  }

  /** When this node was seen not to lead that term any more; 0 = it does, or that is forgotten. */
  public long endNanos(long term) {
    End known = end;
    return known.term() == term ? known.nanos() : 0;
  }

  /**
   * The earliest moment at which something can have cost this node the leadership of that term:
   * {@code before} it was seen not to lead, and not before it was elected.
   */
  public long ailingFromNanos(long term, Duration before) {
    long ended = endNanos(term);
    long from = (ended == 0 ? nanoTime.getAsLong() : ended) - before.toNanos();
    Change won = last;
    return won.term() == term ? Math.max(from, won.electedNanos()) : from;
  }

  /** The leader of the newest term before this one, as far as was heard of. */
  public synchronized Led before(long term) {
    Map.Entry<Long, String> entry = leaders.lowerEntry(term);
    return entry == null ? Led.NOBODY : new Led(entry.getKey(), entry.getValue());
  }

  /** Who led terms after the one and before the other; the oldest first. */
  public synchronized List<Led> between(long after, long before) {
    return after + 1 >= before
        ? List.of()
        : leaders.subMap(after + 1, before).entrySet().stream()
            .map(entry -> new Led(entry.getKey(), entry.getValue()))
            .toList();
  }

  /** Called every {@link Ticker#TICK}. */
  synchronized void look() {
    Leadership now = replicator.leadership();
    ended(now.leads() ? now.term() : 0);
    switch (now.role()) {
      case FOLLOWER, LEARNER -> {
        if (!now.leader().isEmpty() && !now.leader().equals(replicator.self())) {
          heardOf(now.leader(), now.term());
          sinceLeaderHeard
              .get()
              .ifPresent(
                  since ->
                      heardNanos = Math.max(heardNanos, nanoTime.getAsLong() - since.toNanos()));
        }
      }
      case CANDIDATE -> {
        if (candidateSinceNanos == 0) {
          candidateSinceNanos = nanoTime.getAsLong();
        }
      }
      case LEADER -> {
        // Ratis changes the role before it tells us that we were elected: not before that, or we
        // would seem to have led before.
        if (now.term() == last.term() && last.readyNanos() != 0) {
          heardNanos = nanoTime.getAsLong();
          candidateSinceNanos = 0;
        }
      }
      case NONE -> {}
    }
  }

  /** Ratis says that this node, or another one, leads the current term. */
  synchronized void leads(String leader, long term) {
    if (leader.equals(replicator.self())) {
      elected(term);
    } else if (term > 0) {
      heardOf(leader, term);
    }
  }

  @GuardedBy("this")
  private void heardOf(String leader, long term) {
    candidateSinceNanos = 0;
    remember(leader, term);
  }

  @GuardedBy("this")
  private void remember(String leader, long term) {
    leaders.put(term, leader);
    if (leaders.size() > TERMS) {
      leaders.pollFirstEntry();
    }
  }

  @GuardedBy("this")
  private void ended(long leadsTerm) {
    long led = last.term();
    if (led != 0 && led != leadsTerm && end.term() != led) {
      end = new End(led, nanoTime.getAsLong());
    }
  }

  @GuardedBy("this")
  private void elected(long term) {
    ended(term);
    long now = nanoTime.getAsLong();
    last =
        new Change(
            term,
            before(term),
            heardNanos,
            candidateSinceNanos == 0 ? now : candidateSinceNanos,
            now,
            0,
            uncommitted.getAsLong());
    remember(replicator.self(), term);
  }

  synchronized void ready() {
    last = last.ready(nanoTime.getAsLong());
  }
}
