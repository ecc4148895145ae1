package io.quorate.server;

import io.quorate.command.TermIndex;
import io.quorate.proto.v1.LinkFrame;
import io.quorate.proto.v1.Progress;
import io.quorate.server.node.PeerLinks;
import io.quorate.server.replication.Leadership;
import io.quorate.server.replication.LocalState;
import io.quorate.server.replication.Periodic;
import io.quorate.server.replication.Replicator;

/** Tells the leader how far this node has applied, whenever that has moved. For one thread. */
final class ProgressReport implements Periodic.Task {
  private final Replicator replicator;
  private final LocalState state;
  private final PeerLinks links;
  private TermIndex reported = TermIndex.NONE;

  ProgressReport(Replicator replicator, LocalState state, PeerLinks links) {
    this.replicator = replicator;
    this.state = state;
    this.links = links;
  }

  @Override
  public void run() {
    Leadership leadership = replicator.leadership();
    TermIndex applied = state.applied();
    if (leadership.leads() || leadership.leader().isEmpty() || applied.equals(reported)) {
      return;
    }
    links.tell(
        leadership.leader(),
        LinkFrame.newBuilder()
            .setProgress(
                Progress.newBuilder()
                    .setNodeId(replicator.self())
                    .setTerm(applied.term())
                    .setAppliedIndex(applied.index())
                    .setDurableIndex(Math.max(0, state.durable().index())))
            .build());
    reported = applied;
  }
}
