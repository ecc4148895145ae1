/**
 * What a node plays through once after its start, so that the first real time is not the first: a
 * follower that never led has a leader's, a candidate's and the clients' code before it, unloaded
 * and not compiled, in the moment in which everybody waits for it. Of the time from the death of a
 * leader to the next write most was that (`bench/failover --warm-up false` shows it).
 *
 * <p>It is played with the real parts, from the peer link that breaks to the reply on a client's
 * stream, by a group of three throw-away voters in this JVM; nothing of it touches the node's own
 * log, state or ports.
 */
@NullMarked
package io.quorate.server.rehearsal;

import org.jspecify.annotations.NullMarked;
