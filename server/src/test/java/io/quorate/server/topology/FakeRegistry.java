package io.quorate.server.topology;

import io.quorate.command.Applied;
import io.quorate.command.Command;
import io.quorate.command.Command.RecordElection;
import io.quorate.command.Command.RegisterNode;
import io.quorate.command.Result;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import io.quorate.server.topology.membership.Reconfiguration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A replicated registry whose log is a list; proposals are applied at once, on a leader only. */
public final class FakeRegistry implements Registry, Proposals {
  public final List<Command> log = new CopyOnWriteArrayList<>();
  private final Map<String, RegisterNode> nodes = new ConcurrentHashMap<>();
  private final Set<String> removed = ConcurrentHashMap.newKeySet();
  private final List<RecordElection> elections = new CopyOnWriteArrayList<>();
  private final Replicator replicator;

  public FakeRegistry(Replicator replicator) {
    this.replicator = replicator;
  }

  public FakeRegistry with(PeerAddress peer, String intended) {
    nodes.put(peer.id(), entry(peer, intended));
    return this;
  }

  public static RegisterNode entry(PeerAddress peer, String intended) {
    return new RegisterNode(
        peer.id(), peer.name(), peer.grpc(), peer.raft(), peer.http(), "0.1.0", intended, false);
  }

  public FakeRegistry with(RecordElection election) {
    elections.addFirst(election);
    return this;
  }

  @Override
  public Map<String, RegisterNode> nodes() {
    return Map.copyOf(nodes);
  }

  @Override
  public boolean isRemoved(String id) {
    return removed.contains(id);
  }

  @Override
  public List<RecordElection> elections(int limit) {
    return elections.stream().limit(limit).toList();
  }

  @Override
  public CompletableFuture<Applied> propose(Command command) {
    return CompletableFuture.supplyAsync(
        () -> {
          Reconfiguration.requireLeader(replicator);
          log.add(command);
          switch (command) {
            case RegisterNode node -> nodes.put(node.id(), node);
            case Command.ForgetNode node -> {
              nodes.remove(node.id());
              if (node.removed()) {
                removed.add(node.id());
              }
            }
            case RecordElection election -> elections.addFirst(election);
            default -> throw new AssertionError("topology does not propose " + command);
          }
          return new Applied(new Result.Done(), log.size(), false);
        },
        Runnable::run);
  }
}
