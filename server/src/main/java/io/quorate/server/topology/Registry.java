package io.quorate.server.topology;

import io.quorate.command.Command.RecordElection;
import io.quorate.command.Command.RegisterNode;
import java.util.List;
import java.util.Map;

/**
 * The replicated records of nodes and elections, as this node has applied them. Throws
 * RequestException when it serves no data.
 */
public interface Registry {
  /** Peer id → its entry. */
  Map<String, RegisterNode> nodes();

  /** Whether this peer id was a member and was removed or replaced: it never becomes one again. */
  boolean isRemoved(String id);

  /** The newest first. */
  List<RecordElection> elections(int limit);
}
