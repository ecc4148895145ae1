/**
 * Which group a starting node belongs to. A node that entered a group starts in it. One that did
 * not asks the initial members who they are (Hello) and enters a group that lists it, or asks to be
 * admitted to one that does not (Join); and only if <em>all</em> initial members answered, none
 * belongs to anything and all are configured alike, the first of them by name founds the cluster:
 * it invents the group with everybody's present identity as voters and makes that durable before it
 * tells anyone.
 *
 * <p><b>Why there are never two clusters.</b>
 *
 * <ol>
 *   <li>An identity enters one group in its life, durably, before it starts consensus there ({@code
 *       NodeIdentity.enter}). A wiped directory is another identity. So at any instant each name
 *       stands for at most one peer that can vote, in one group.
 *   <li>Every founded group has exactly one voter per initial name. A quorum is a majority of those
 *       names; two groups with live quorums would need two disjoint majorities of the same names.
 *       Hence two founded groups never live at once, whoever is wiped whenever. That alone is the
 *       safety argument; the rest keeps nodes from being stranded in a group that is dead.
 *   <li>A group with a live quorum is not founded over later: that would need an answer "I belong
 *       to nothing" from every member, and a member of the quorum gives none until it is wiped. If
 *       a majority was wiped but one member is left, its answer stops the founding: the cluster
 *       stays down and says why, instead of coming up empty.
 *   <li>A founder that is wiped founds again. Its first group may still be on the way to someone in
 *       a delayed answer, and entering that would strand the receiver. So answering "I belong to
 *       nothing" to a new identity of a name makes void every answer of an older identity of that
 *       name to a question asked before ({@link io.quorate.server.topology.bootstrap.Standing}, one
 *       lock for answering and entering). An answer to a question asked later is from a process
 *       that lived later and always counts.
 *   <li>A directory that lost its log while node.json remained founds nothing and lets nobody found
 *       with it ({@code rejoins}): members that all lost their logs in one power cut do not come up
 *       as an empty cluster over data that may be recoverable.
 * </ol>
 *
 * <p>{@link io.quorate.server.topology.bootstrap.Decision} holds the rules as a pure function;
 * {@link io.quorate.server.topology.bootstrap.Bootstrap} asks, waits and says what it waits for.
 */
@NullMarked
package io.quorate.server.topology.bootstrap;

import org.jspecify.annotations.NullMarked;
