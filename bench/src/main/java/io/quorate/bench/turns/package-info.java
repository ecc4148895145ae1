/**
 * Two stores measured in turns, A B A B, on one machine: what the comparisons share.
 *
 * <p>A {@link io.quorate.bench.turns.Store} has three nodes, and opens {@link
 * io.quorate.bench.turns.Clients} for a {@link io.quorate.bench.turns.Row}. {@link
 * io.quorate.bench.turns.Turns} has two of them running, and nothing else, since idle JVMs are not
 * free: what the other one used while one was measured is told with the results. Row by row the two
 * are measured in turns, so that a machine that slows down slows down both; {@code Load} drives
 * them, with the generator of {@code quorate bench}, from this one process.
 *
 * <p>The processor time of the nodes, of the generator and of the machine is read from {@code
 * /proc} where the measured seconds begin and where they end. A rate of operations depends on
 * whatever else the machine does; the processor time of an operation hardly does.
 *
 * <p>One thread does all of it. The operations begin and end on the threads of the stores' clients.
 */
@NullMarked
package io.quorate.bench.turns;

import org.jspecify.annotations.NullMarked;
