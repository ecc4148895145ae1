/**
 * Parts of Quorate alone, measured with JMH: {@code bench/micro}.
 *
 * <p>A bench says in its comment what it measures and what not. All of them put values of 256 bytes
 * to 100,000 keys of 16 ({@link io.quorate.bench.micro.Puts}), as {@code bench/peers} does, and
 * count puts (or reads), not log entries. Benches named {@code …1}, {@code …75} and {@code …256}
 * work on entries of so many puts.
 *
 * <p>What a part needs of a server has the server's default settings; what stands round it is a
 * hand-written fake. Only one thread drives a bench.
 */
@NullMarked
package io.quorate.bench.micro;

import org.jspecify.annotations.NullMarked;
