/**
 * Quorate beside other stores: {@code bench/peers}.
 *
 * <p>A {@link io.quorate.bench.peers.Peer} is a store under load: it starts three nodes and opens
 * {@link io.quorate.bench.peers.Clients} for a {@link io.quorate.bench.peers.Row}. Quorate is one,
 * {@code QuoratePeer}; the others live in {@code bench/stores}, outside the default build, each
 * with the libraries of its store, and {@code StoreLoader} keeps these apart from ours.
 *
 * <p>{@code Pair} compares Quorate with one peer. Only these two run, since idle JVMs are not free:
 * what the other one used while one was measured is told with the results. Row by row the two are
 * measured in turns, A B A B, so that a machine that slows down slows down both; {@code Load}
 * drives them, with the generator of {@code quorate bench}, from this one process.
 *
 * <p>The processor time of the nodes, of the generator and of the machine is read from {@code
 * /proc} where the measured seconds begin and where they end. A rate of operations depends on
 * whatever else the machine does; the processor time of an operation hardly does.
 *
 * <p>One thread does all of it. The operations begin and end on the threads of the stores' clients.
 */
@NullMarked
package io.quorate.bench.peers;

import org.jspecify.annotations.NullMarked;
