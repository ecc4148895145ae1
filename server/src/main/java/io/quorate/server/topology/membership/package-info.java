/**
 * Who is in the group, and how that changes: always one change at a time, on the leader, through
 * {@link io.quorate.server.topology.membership.Reconfiguration}.
 *
 * <p><b>Admission.</b> A new peer asks ({@link io.quorate.server.topology.membership.JoinService}),
 * is told the group with itself as a learner, starts, and only then is added: consensus adds nobody
 * who does not answer. If either dies in between, the peer finds that it is not listed and asks
 * again ({@link io.quorate.server.topology.membership.Admission}). A change that fails is tried
 * again later and later ({@code Setbacks}).
 *
 * <p><b>Removal.</b> The ids of members that were removed or replaced are remembered in the
 * replicated registry and never admitted again: the node itself cannot tell whether it was removed
 * or never added.
 *
 * <p><b>Promotion and replacement.</b> The leader's {@link
 * io.quorate.server.topology.membership.Steward} promotes a learner that is meant to vote and has
 * caught up; when a dead voter has its name, the same joint change removes that one. The number of
 * voters never shrinks by itself, so a cluster never falls below a quorum of what was declared.
 * Nothing is proposed while a majority of the old or the new voters is silent: such a change would
 * hang half-way. That is also why wiping one of three voters while another lags is safe: the change
 * itself must be acknowledged by a majority of the old voters, hence by the one that lagged, and an
 * acknowledgement of an entry covers all entries before it.
 *
 * <p><b>Intention.</b> A node says in its configuration whether it is meant to vote; that is taken
 * when it first registers. Later the operator's promote and demote decide, and are kept in the
 * replicated registry.
 */
@NullMarked
package io.quorate.server.topology.membership;

import org.jspecify.annotations.NullMarked;
