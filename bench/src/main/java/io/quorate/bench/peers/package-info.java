/**
 * Quorate beside other stores: {@code bench/peers}.
 *
 * <p>A {@link io.quorate.bench.peers.Peer} is a {@link io.quorate.bench.turns.Store} that says how
 * it does what a row asks for. Quorate is one, {@code QuoratePeer}; the others live in {@code
 * bench/stores}, outside the default build, each with the libraries of its store, and {@code
 * StoreLoader} keeps these apart from ours. {@code Pair} has Quorate and one peer measured in
 * turns.
 */
@NullMarked
package io.quorate.bench.peers;

import org.jspecify.annotations.NullMarked;
