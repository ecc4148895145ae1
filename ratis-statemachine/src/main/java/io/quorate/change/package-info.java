/**
 * The change log: every effect in the order in which it happened, for watchers, feeds, mirrors and
 * archives. It is bounded, and trimming it is part of apply, so it is the same on every node.
 */
@NullMarked
package io.quorate.change;

import org.jspecify.annotations.NullMarked;
