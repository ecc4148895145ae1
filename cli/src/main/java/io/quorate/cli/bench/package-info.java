/**
 * {@code quorate bench}: puts a running cluster under load and measures what clients get.
 *
 * <p>{@link io.quorate.cli.bench.load} is the generator and knows no store; here are the verbs, and
 * what is Quorate's: clients, keys, interruption.
 *
 * <p>The path of a run ({@code BenchRun}): look whether the keys are there ({@code StoredKeys}) ·
 * load them, if gets are wanted and they are not · warm up and measure · print · delete the keys,
 * unless they were there before or are to be kept.
 *
 * <p>Threads: the verb's own, which looks once a second; one per client, on which replies arrive,
 * are recorded and answered with the next operation; the pace of an open loop; and the JVM's
 * shutdown hook, through which Ctrl-C comes ({@code Interruption}).
 */
@NullMarked
package io.quorate.cli.bench;

import org.jspecify.annotations.NullMarked;
