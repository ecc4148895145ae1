package io.quorate.server.replication;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/**
 * What the leader knows of each other member: how far its log is fsynced (match index, learners
 * included, which Ratis' own watch leaves out: V6) and how far it has applied. Write concerns wait
 * here.
 *
 * <p>A match index never goes down within a term; everything is forgotten when a new term of ours
 * begins. Guarded by {@code this}; waiters are completed on the executor.
 */
public final class ReplicationTracker {
  private final Executor executor;
  private final Map<String, Member> members = new HashMap<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private long term = -1;

  public ReplicationTracker(Executor executor) {
    this.executor = executor;
  }

  private static final class Member {
    long fsynced = -1;
    long applied = -1;
    long lastReplyNanos;
    boolean replied;
  }

  private record Waiter(
      long index,
      boolean applied,
      Predicate<Set<String>> enough,
      CompletableFuture<Set<String>> future) {}

  synchronized void followerAdded(long newTerm, String peer) {
    if (newTerm != term) {
      term = newTerm;
      members.clear();
    }
    members.put(peer, new Member());
  }

  void matched(String peer, long index) {
    replied(peer, index);
  }

  void replied(String peer, long index) {
    List<Runnable> done = List.of();
    synchronized (this) {
      Member member = members.get(peer);
      if (member == null) {
        return;
      }
      member.lastReplyNanos = System.nanoTime();
      member.replied = true;
      if (index > member.fsynced) {
        member.fsynced = index;
        done = release(false);
      }
    }
    done.forEach(executor::execute);
  }

  /** A member told us how far it has applied. */
  public void applied(String peer, long index) {
    List<Runnable> done;
    synchronized (this) {
      Member member = members.get(peer);
      if (member == null || index <= member.applied) {
        return;
      }
      member.applied = index;
      done = release(true);
    }
    done.forEach(executor::execute);
  }

  private List<Runnable> release(boolean applied) {
    List<Runnable> done = new ArrayList<>();
    for (Iterator<Waiter> i = waiters.iterator(); i.hasNext(); ) {
      Waiter waiter = i.next();
      if (waiter.future.isDone()) {
        i.remove();
      } else if (waiter.applied == applied) {
        Set<String> holders = holders(waiter.index, applied);
        if (waiter.enough.test(holders)) {
          i.remove();
          done.add(() -> waiter.future.complete(holders));
        }
      }
    }
    return done;
  }

  /** The other members known to hold (or have applied) the entry; sorted. */
  public synchronized Set<String> holders(long index, boolean applied) {
    Set<String> holders = new TreeSet<>();
    members.forEach(
        (peer, member) -> {
          if ((applied ? member.applied : member.fsynced) >= index) {
            holders.add(peer);
          }
        });
    return holders;
  }

  /**
   * Completes with the holders once they are enough. Give it a time-out: it never fails by itself.
   */
  public CompletableFuture<Set<String>> await(
      long index, boolean applied, Predicate<Set<String>> enough) {
    synchronized (this) {
      Set<String> holders = holders(index, applied);
      if (enough.test(holders)) {
        return CompletableFuture.completedFuture(holders);
      }
      Waiter waiter = new Waiter(index, applied, enough, new CompletableFuture<>());
      waiters.add(waiter);
      return waiter.future;
    }
  }

  /** Whether somebody waits until members have applied something. */
  public synchronized boolean awaitsApplied() {
    for (Waiter waiter : waiters) {
      if (waiter.applied && !waiter.future.isDone()) {
        return true;
      }
    }
    return false;
  }

  public synchronized long matchIndex(String peer) {
    Member member = members.get(peer);
    return member == null ? -1 : member.fsynced;
  }

  public synchronized long appliedIndex(String peer) {
    Member member = members.get(peer);
    return member == null ? -1 : member.applied;
  }

  public synchronized Optional<Duration> sinceLastReply(String peer) {
    Member member = members.get(peer);
    return member == null || !member.replied
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(System.nanoTime() - member.lastReplyNanos));
  }
}
