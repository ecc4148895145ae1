package io.quorate.server.topology.operation;

import io.quorate.proto.v1.Outcome;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.Replicator;
import io.quorate.server.topology.Waiting;
import io.quorate.server.topology.membership.Reconfiguration;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs a call where the leader is: here, or there. Blocks. */
final class Forwarding {
  /**
   * An election or a new leader's first entry takes less; without a majority there is no use in
   * waiting longer.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Replicator replicator;

  Forwarding(Replicator replicator) {
    this.replicator = replicator;
  }

  /**
   * @param forwarded the call came from another node: it goes no further
   * @param there sends the call, marked as forwarded, to an address
   */
  <R> R onLeader(
      boolean forwarded,
      Deadline deadline,
      Supplier<R> here,
      Function<String, CompletableFuture<R>> there) {
    Waiting.until(() -> replicator.leadership().ready() || isLedElsewhere(), shorter(deadline));
    if (replicator.leadership().ready()) {
      return here.get();
    }
    if (forwarded) {
      Reconfiguration.requireLeader(replicator);
    }
    return to(leaderAddress(), deadline, there);
  }

  <R> R to(String address, Deadline deadline, Function<String, CompletableFuture<R>> there) {
    return Waiting.result(
        there.apply(address), deadline, Outcome.UNKNOWN, "the call to " + address);
  }

  /** Throws UNAVAILABLE when no leader is known. */
  String leaderAddress() {
    String leader = replicator.leadership().leader();
    return replicator
        .membership()
        .peer(leader)
        .filter(peer -> !leader.equals(replicator.self()))
        .orElseThrow(() -> RequestException.unavailable("no leader is known at this moment"))
        .grpc();
  }

  private boolean isLedElsewhere() {
    Leadership leadership = replicator.leadership();
    return !leadership.leads()
        && !leadership.leader().isEmpty()
        && !leadership.leader().equals(replicator.self());
  }

  private static Deadline shorter(Deadline deadline) {
    return deadline.remaining().compareTo(PATIENCE) < 0 ? deadline : Deadline.after(PATIENCE);
  }
}
