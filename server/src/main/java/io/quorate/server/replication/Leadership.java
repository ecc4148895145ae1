package io.quorate.server.replication;

/**
 * Who leads, as this node sees it now.
 *
 * @param leader peer id, empty when none is known
 * @param ready this node leads AND has applied its term's first entry: only then may it serve reads
 *     or propose
 */
public record Leadership(Role role, long term, String leader, boolean ready) {
  public boolean leads() {
    return role == Role.LEADER;
  }
}
