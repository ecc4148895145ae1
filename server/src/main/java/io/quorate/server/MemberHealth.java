package io.quorate.server;

import io.quorate.proto.v1.StatusRequest;
import io.quorate.server.error.RequestException;
import io.quorate.server.grpc.ClusterCalls;
import io.quorate.server.replication.DivisionKeeper;
import io.quorate.server.replication.LocalState;
import io.quorate.server.replication.Replicator;
import io.quorate.server.replication.Role;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Whether this member serves reads, and whether the cluster takes writes. */
final class MemberHealth {
  private final Replicator replicator;
  private final LocalState state;
  private final DivisionKeeper keeper;
  private final Supplier<Optional<String>> fenced;
  private final ClusterCalls cluster;

  /**
   * @param fenced why the disk takes no writes; empty when it does
   */
  MemberHealth(
      Replicator replicator,
      LocalState state,
      DivisionKeeper keeper,
      Supplier<Optional<String>> fenced,
      ClusterCalls cluster) {
    this.replicator = replicator;
    this.state = state;
    this.keeper = keeper;
    this.fenced = fenced;
    this.cluster = cluster;
  }

  Optional<String> notReadyReason() {
    String halted = state.haltedBecause();
    if (halted != null) {
      return Optional.of(halted);
    }
    if (!state.isOpen()) {
      return Optional.of(keeper.waitingFor().orElse("the state is being opened or replaced"));
    }
    return replicator.leadership().role() == Role.NONE
        ? Optional.of("not a running member yet")
        : fenced.get().map(why -> "disk_stalled: " + why);
  }

  /** Whether a leader is known, ready and confirmed by a majority just now. */
  Optional<String> notWritableReason() {
    Optional<String> unready = notReadyReason();
    if (unready.isPresent()) {
      return unready;
    }
    try {
      var status = cluster.status(StatusRequest.newBuilder().setTimeoutMs(1000).build()).join();
      return status.getWritable() ? Optional.empty() : Optional.of(status.getReason());
    } catch (RequestException | CompletionException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
