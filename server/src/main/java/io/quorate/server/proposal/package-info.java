/**
 * The way of a write on the server: validate, pack into entries on the leader or forward to it,
 * wait for the concern.
 */
@NullMarked
package io.quorate.server.proposal;

import org.jspecify.annotations.NullMarked;
