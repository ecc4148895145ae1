/**
 * Consensus and the local state: two ports ({@link io.quorate.server.replication.Replicator},
 * {@link io.quorate.server.replication.Replica}) and their Ratis adapters.
 */
@NullMarked
package io.quorate.server.replication;

import org.jspecify.annotations.NullMarked;
