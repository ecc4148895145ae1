package io.quorate.server.topology;

import io.quorate.command.Applied;
import io.quorate.command.Command;
import java.util.concurrent.CompletableFuture;

/**
 * The port by which the leader logs commands of its own. Fails with a RequestException, NOT_LEADER
 * where this node does not lead.
 */
public interface Proposals {
  CompletableFuture<Applied> propose(Command command);
}
