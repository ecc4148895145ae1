/**
 * What the cluster looks like from here, and what stopping a node would do. Every node can answer,
 * with or without a leader: it asks each member for its own status and says so of those that do not
 * answer. Nothing is guessed: what cannot be known is -1 or absent.
 */
@NullMarked
package io.quorate.server.topology.status;

import org.jspecify.annotations.NullMarked;
