package io.quorate.server.topology;

import io.quorate.command.Command.RecordElection;
import io.quorate.command.Command.RegisterNode;
import io.quorate.engine.View;
import io.quorate.server.replication.Replica;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The registry as the local state has it. */
public final class ReplicaRegistry implements Registry {
  private final Replica replica;

  public ReplicaRegistry(Replica replica) {
    this.replica = replica;
  }

  @Override
  public Map<String, RegisterNode> nodes() {
    try (View view = replica.view()) {
      return view.nodes().stream().collect(Collectors.toMap(RegisterNode::id, Function.identity()));
    }
  }

  @Override
  public boolean isRemoved(String id) {
    try (View view = replica.view()) {
      return view.isRemoved(id);
    }
  }

  @Override
  public List<RecordElection> elections(int limit) {
    try (View view = replica.view()) {
      return view.elections(limit);
    }
  }
}
