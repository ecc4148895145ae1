/**
 * Fail-over without waiting for an election time-out, when the leader's process has died or the
 * leader resigns.
 *
 * <p>The kernel closes the sockets of a process that dies, within milliseconds. Every node keeps a
 * TCP connection to every other one ({@link io.quorate.server.failover.PeerWatch}, {@link
 * io.quorate.server.failover.PeerPort}). When the one to the leader ends, it dials again at once:
 * refused, or another incarnation answers, means that the process is gone; the same incarnation
 * means that only the connection broke; silence means nothing, and the election time-out decides as
 * ever. Who has lost the leader tells the other voters, and when a majority has ({@link
 * io.quorate.server.failover.Losses}) the one with the longest log starts its election ({@link
 * io.quorate.server.failover.FastFailover}); the next one only if nothing has happened 250 ms
 * later, because two candidates at once cost more than the time-out would.
 *
 * <p>A leader that cannot lead any more although its process lives, because its disk takes no
 * writes, says so on the same links: then its followers have lost it, too, and go on alike.
 *
 * <p>Safety is Raft's alone: nothing here changes a vote, a term or a log. Damping bounds what a
 * false alarm can do, such as a firewall that refuses on behalf of a living leader: at most one
 * election in three seconds against each run of a node's process. {@code election.fast_failover}
 * turns it off. Leases: see {@link io.quorate.server.read.LeaderLease}.
 */
@NullMarked
package io.quorate.server.failover;

import org.jspecify.annotations.NullMarked;
