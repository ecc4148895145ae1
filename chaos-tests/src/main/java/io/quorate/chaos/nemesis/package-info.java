/**
 * Faults that strike a cluster on purpose, each with what it takes out, so that they can be
 * composed without demanding what nobody promised.
 *
 * <p>A {@link io.quorate.chaos.nemesis.Nemesis} strikes, and hands back how the damage is mended.
 * Its {@link io.quorate.chaos.nemesis.Toll} says how many nodes it silences and how many it
 * deprives of data that they had acknowledged: never may a majority be silenced where progress is
 * expected, nor may so many be deprived that a quorum's data is gone. Two strike at once only by
 * different {@link io.quorate.chaos.nemesis.Means}, and never at the same node: each takes its
 * victim from the {@link io.quorate.chaos.nemesis.Arena} and gives it back when it is mended.
 *
 * <p>What makes the faults (packet filters, file systems, clocks) is in {@link
 * io.quorate.chaos.fault}.
 */
@NullMarked
package io.quorate.chaos.nemesis;

import org.jspecify.annotations.NullMarked;
