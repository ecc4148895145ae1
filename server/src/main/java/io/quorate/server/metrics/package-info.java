/**
 * What monitoring sees. One {@link io.quorate.server.metrics.Metrics} per node, its parts bound to
 * it by the wiring in Main; every name begins with {@code quorate_} and carries the tags cluster
 * and node. Gauges are read when scraped, never kept up to date. Tags have few values: peers,
 * consistency levels, error codes; never keys or clients.
 */
@NullMarked
package io.quorate.server.metrics;

import org.jspecify.annotations.NullMarked;
