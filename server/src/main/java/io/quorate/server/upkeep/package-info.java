/**
 * What the leader does by itself: ends leases and sessions whose time is up, and un-sticks idle
 * members, by logged commands, so that every node agrees.
 */
@NullMarked
package io.quorate.server.upkeep;

import org.jspecify.annotations.NullMarked;
