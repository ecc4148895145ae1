package io.quorate.server.failover;

import io.quorate.command.TermIndex;

/**
 * A voter's word that the leader of a term is lost.
 *
 * @param from the voter's peer id
 * @param leader the leader's peer id
 * @param last where the voter's log ends
 * @param resigned it has said itself that it leads no more; else its process is gone
 */
record Loss(String from, String leader, long term, TermIndex last, boolean resigned) {}
