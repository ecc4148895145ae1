/**
 * Which nodes belong to the cluster and which of them leads. This package holds the ports; the
 * parts are below it:
 *
 * <ul>
 *   <li>{@code identity}: the data directory and the UUID that lives and dies with it
 *   <li>{@code bootstrap}: which group a starting node belongs to
 *   <li>{@code membership}: admitting, promoting, replacing, removing
 *   <li>{@code leadership}: handing leadership over, and why it changed
 *   <li>{@code status}: what the cluster looks like, and what stopping a node would do
 *   <li>{@code operation}: the operators' calls over all of these
 * </ul>
 *
 * <p>Nothing here imports Ratis or gRPC: consensus is {@link
 * io.quorate.server.replication.Replicator}, other nodes are {@code HelloClient}, {@code
 * StatusProbe}, {@code Announcer} and {@link io.quorate.server.topology.RemoteCluster}.
 *
 * <p>Calls and duties are blocking code on virtual threads: they are rare, and a straight sequence
 * of "check, change, wait" is what a reader must be able to follow here. Every wait has a deadline.
 */
@NullMarked
package io.quorate.server.topology;

import org.jspecify.annotations.NullMarked;
