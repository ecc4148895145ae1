/**
 * One promise, one {@link io.quorate.history.check.Checker}: each looks at what it understands of a
 * history, without state and without threads, and reports violations in sentences.
 *
 * <p>{@link io.quorate.history.check.LinearizableRegisters} is exact. It hands each key to {@code
 * Register} (states as numbers, by versions where replies carry them), {@code VersionClaims} (what
 * versions say by themselves) and {@code RegisterSearch} (an order that explains everything, or the
 * proof that there is none, or an honest "unknown" when the budget is used up). The others look for
 * what surely breaks their promise and can be told in the words of that promise; on histories
 * without versions they may overlook what only the search finds, and are never wrong about what
 * they report.
 */
@NullMarked
package io.quorate.history.check;

import org.jspecify.annotations.NullMarked;
