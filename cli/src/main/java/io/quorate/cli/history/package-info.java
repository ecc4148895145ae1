/**
 * {@code quorate history}: checks what programs, drills and chaos tests recorded. Talks to no
 * cluster; the checkers are those of {@link io.quorate.history.check}.
 */
@NullMarked
package io.quorate.cli.history;

import org.jspecify.annotations.NullMarked;
