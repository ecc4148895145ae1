/**
 * {@code quorate drill}: breaks something on purpose and measures what clients see of it.
 *
 * <p>The path of a drill ({@link io.quorate.cli.drill.DrillRun}): look whether the cluster can
 * afford it ({@code Health}) · start the load ({@code Workload}), whose client records a history ·
 * for each fault of the drill's plan: strike, wait until writes are acknowledged again, let it go
 * on for a moment, undo, wait until the cluster is whole · stop the load, read every key once more
 * · delete the keys · measure.
 *
 * <p>Everything that is reported of requests, gaps and writes is computed from the history file
 * afterwards ({@code Measured}, {@code WriteAudit}, and the checkers of {@code
 * io.quorate.history.check}), never from counters of the load, so that anybody can compute it
 * again. What the cluster says of its elections stands beside it and comes from the cluster.
 *
 * <p>Threads: the drill's own (the caller's), those of the load, and the JVM's shutdown hook.
 * {@link io.quorate.cli.drill.Undo} keeps them apart: what strikes and what undoes are never at
 * work at the same time.
 */
@NullMarked
package io.quorate.cli.drill;

import org.jspecify.annotations.NullMarked;
