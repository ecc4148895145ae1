/**
 * Ratis' own meters, by its registry SPI, into Micrometer's global registry, which every node's
 * registry is part of. It stands here, not in the package of the other metrics, because only the
 * packages of the Raft border may know Ratis.
 */
@NullMarked
package io.quorate.server.replication.metrics;

import org.jspecify.annotations.NullMarked;
