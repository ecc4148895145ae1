package io.quorate.server.replication;

import io.quorate.store.CorruptStateException;
import io.quorate.store.StorageException;
import io.quorate.store.StorageFullException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices a division that Ratis has closed, or left in a wrong role, and acts: Ratis itself tells
 * nobody and repairs nothing (V8, V10).
 *
 * <ul>
 *   <li>disk full: the division is taken out at once, so that another node leads; it comes back
 *       when there is space, in this process
 *   <li>corrupted state: the node halts, names the file, and serves nothing
 *   <li>a role that does not fit the configuration, or a division closed for any other reason:
 *       restart it
 *   <li>removed from the configuration: stop, and say so
 *   <li>a disk that takes no writes: nothing, until it does, because everything would wait for it
 * </ul>
 */
public final class DivisionKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DivisionKeeper.class);

  /** What to do about a state that is damaged. */
  public static final String RESYNC =
      "This node serves nothing. To re-sync it from the leader: stop it, delete its state folder"
          + " (not the raft folder), start it";

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final long STALE_ROLE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long FIRST_BACK_OFF_MS = 200;
  private static final long MOST_BACK_OFF_MS = 10_000;

  private final Replicator replicator;
  private final DivisionLife division;
  private final LocalState state;
  private final BooleanSupplier hasSpace;
  private final Runnable declareFull;
  private final BooleanSupplier takesWrites;
  private final LongSupplier nanoTime;
  private @Nullable Periodic thread;

  // Only touched by the keeper's thread.
  private OptionalLong staleSince = OptionalLong.empty();
  private long restartNotBefore;
  private long backOffMs = FIRST_BACK_OFF_MS;

  private volatile @Nullable String waitingFor;

  /**
   * @param hasSpace whether the disk has room again
   * @param declareFull frees what is held back for the node's own metadata; {@code hasSpace} is
   *     false from then on, until there is room
   */
  public DivisionKeeper(
      RaftReplicator replicator, LocalState state, BooleanSupplier hasSpace, Runnable declareFull) {
    this(
        replicator,
        replicator.division(),
        state,
        hasSpace,
        declareFull,
        () -> replicator.fencedBecause().isEmpty(),
        System::nanoTime);
    Periodic looks = new Periodic("quorate-division-keeper", LOOK, this::look);
    thread = looks;
    replicator.onLeadershipChange(looks::wake);
  }

  /** Without a thread. */
  DivisionKeeper(
      Replicator replicator,
      DivisionLife division,
      LocalState state,
      BooleanSupplier hasSpace,
      Runnable declareFull,
      BooleanSupplier takesWrites,
      LongSupplier nanoTime) {
    this.replicator = replicator;
    this.division = division;
    this.state = state;
    this.hasSpace = hasSpace;
    this.declareFull = declareFull;
    this.takesWrites = takesWrites;
    this.nanoTime = nanoTime;
    this.restartNotBefore = nanoTime.getAsLong();
  }

  /** Why the division is stopped, in words; empty when it is not. */
  public Optional<String> waitingFor() {
    return Optional.ofNullable(waitingFor);
  }

  /** One round. */
  void look() throws IOException {
    if (!takesWrites.getAsBoolean()) {
      return;
    }
    if (state.haltedBecause() != null) {
      if (!division.isStopped()) {
        stop("the node has halted");
      }
      return;
    }
    if (division.isStopped()) {
      if (waitingFor != null && mayRestart()) {
        start();
      }
      return;
    }
    Optional<String> trouble = division.trouble();
    if (trouble.isPresent()) {
      react(trouble.get());
    } else {
      watchRole();
    }
  }

  private void react(String trouble) throws IOException {
    Throwable cause = root(division.applyFailure());
    if (cause instanceof CorruptStateException corrupt) {
      state.halt(corrupt.getMessage() + ". " + RESYNC);
      stop("corrupted state");
    } else if (cause instanceof StorageFullException
        || division.logIsFull()
        || !hasSpace.getAsBoolean()) {
      declareFull.run();
      LOG.error("no space left ({}): this node leaves its group until there is", trouble);
      stop("disk_full");
    } else if (isRemoved()) {
      LOG.warn("this node is not a member of the group any more");
      stop("removed");
    } else {
      LOG.warn("restarting the division: {}{}", trouble, cause == null ? "" : " after " + cause);
      restartNotBefore = nanoTime.getAsLong() + Duration.ofMillis(backOffMs).toNanos();
      backOffMs = Math.min(backOffMs * 2, MOST_BACK_OFF_MS);
      stop(trouble);
    }
  }

  /** The engine wraps what stopped it first; what Ratis adds is of no interest either. */
  private static @Nullable Throwable root(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StorageException) {
        return cause;
      }
    }
    return failure;
  }

  private boolean isRemoved() {
    Membership now = replicator.membership();
    return !now.voters().isEmpty()
        && !now.voters().contains(replicator.self())
        && !now.learners().contains(replicator.self())
        && !now.previousVoters().contains(replicator.self());
  }

  private boolean mayRestart() {
    String reason = waitingFor;
    if ("removed".equals(reason)) {
      return false;
    }
    return nanoTime.getAsLong() - restartNotBefore >= 0 && hasSpace.getAsBoolean();
  }

  private void watchRole() throws IOException {
    if (!roleIsStale()) {
      staleSince = OptionalLong.empty();
      if (replicator.leadership().role() != Role.NONE) {
        backOffMs = FIRST_BACK_OFF_MS;
      }
      return;
    }
    long now = nanoTime.getAsLong();
    if (staleSince.isEmpty()) {
      staleSince = OptionalLong.of(now);
    } else if (now - staleSince.getAsLong() > STALE_ROLE_NANOS) {
      LOG.info(
          "restarting the division: its role {} does not fit the configuration",
          replicator.leadership().role());
      staleSince = OptionalLong.empty();
      stop("role change");
      start();
    }
  }

  /**
   * V8: Ratis does not change the role in memory when a voter becomes a learner, or the other way
   * round.
   */
  private boolean roleIsStale() {
    Membership now = replicator.membership();
    if (!now.previousVoters().isEmpty()) {
      return false;
    }
    boolean voter = now.voters().contains(replicator.self());
    boolean learner = now.learners().contains(replicator.self());
    return switch (replicator.leadership().role()) {
      // It started from a configuration without us, and the one with us came by a full sync.
      case NONE -> (voter || learner) && division.isStarting();
      case LEARNER -> voter;
      case LEADER, FOLLOWER, CANDIDATE -> learner;
    };
  }

  private void stop(String reason) throws IOException {
    waitingFor = reason;
    division.stop();
  }

  private void start() throws IOException {
    try {
      division.start();
      LOG.info("the division runs again (it had been stopped: {})", waitingFor);
      waitingFor = null;
    } catch (IOException e) {
      restartNotBefore = nanoTime.getAsLong() + Duration.ofSeconds(1).toNanos();
      throw e;
    }
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.close();
    }
  }
}
