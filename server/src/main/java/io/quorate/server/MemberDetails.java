package io.quorate.server;

import io.quorate.engine.Engine;
import io.quorate.proto.v1.NodeStatus;
import io.quorate.server.replication.DivisionKeeper;
import io.quorate.server.replication.LocalState;
import io.quorate.server.replication.RaftReplicator;
import io.quorate.server.replication.Role;
import io.quorate.server.transfer.CheckpointFetcher;
import java.util.Optional;

/** What the parts of this node add to its status: the state, the log, transfers, trouble. */
final class MemberDetails {
  private final RaftReplicator replicator;
  private final LocalState state;
  private final DivisionKeeper keeper;
  private final CheckpointFetcher fetcher;
  private final LocalLog log;
  private final String peerLink;

  MemberDetails(
      RaftReplicator replicator,
      LocalState state,
      DivisionKeeper keeper,
      CheckpointFetcher fetcher,
      LocalLog log,
      String peerLink) {
    this.replicator = replicator;
    this.state = state;
    this.keeper = keeper;
    this.fetcher = fetcher;
    this.log = log;
    this.peerLink = peerLink;
  }

  /** May replace the node's state, with a reason. */
  void addTo(NodeStatus.Builder status) {
    boolean open = state.ask(engine -> describe(engine, status)).isPresent();
    var transfers = fetcher.stats();
    status
        .setPeerLink(peerLink)
        .setLogStartIndex(Math.max(0, replicator.logStart()))
        .setLogBytes(log.bytes())
        .setLogBytesReceived(replicator.logBytesReceived())
        .setBytesReceived(transfers.bytesReceived())
        .setFullSyncs(transfers.fullSyncs());
    Optional<String> halted = Optional.ofNullable(state.haltedBecause());
    if (halted.isPresent()) {
      status.setState("halted").setReason(halted.get());
    } else if (keeper.waitingFor().isPresent()) {
      String reason = keeper.waitingFor().get();
      status.setState(reason.equals("disk_full") ? "disk_full" : "stopped").setReason(reason);
    } else if (replicator.fencedBecause().isPresent()) {
      status.setState("disk_stalled").setReason(replicator.fencedBecause().orElse(""));
    } else if (!open && status.getRole().equals(Role.NONE.word())) {
      status.setState("starting");
    } else if (fetcher.isFetching()) {
      status.setState("syncing");
    }
  }

  private static NodeStatus.Builder describe(Engine engine, NodeStatus.Builder status) {
    var digest = engine.digest();
    var stats = engine.stats();
    return status
        .setDigest(digest.root())
        .setDigestIndex(Math.max(0, digest.applied().index()))
        .setTimeMs(engine.timeMs())
        .setKeys(stats.keys())
        .setOperations(stats.nextChange() - 1);
  }

  /** Counter of the state's last operation; 0 while none is open. */
  long operations() {
    return state.ask(engine -> engine.stats().nextChange() - 1).orElse(0L);
  }
}
