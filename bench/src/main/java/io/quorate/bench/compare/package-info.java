/**
 * This build beside another commit: {@code bench/compare}, a guard against what makes Quorate
 * slower.
 *
 * <p>The script builds the other commit and starts {@code Main}. A {@code Side} is a local cluster
 * that a jar has started itself, with its own {@code quorate up}: so what a commit changes in the
 * flags of a node's JVM, or in its settings, is compared too. The client and the generator are
 * HEAD's for both. {@link io.quorate.bench.turns.Turns} measures the two in turns, and {@code
 * Verdict} says of each row whether HEAD has lost something.
 */
@NullMarked
package io.quorate.bench.compare;

import org.jspecify.annotations.NullMarked;
