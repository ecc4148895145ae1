/**
 * A load generator that knows no store and no command line: whatever implements {@link
 * io.quorate.cli.bench.load.Target} can be driven and compared by it.
 *
 * <p>{@link io.quorate.cli.bench.load.Plan} says what is sent, {@link
 * io.quorate.cli.bench.load.Pace} when, {@link io.quorate.cli.bench.load.Run} for how long; it
 * answers a {@link io.quorate.cli.bench.load.Report}.
 *
 * <p>The path of an operation: {@code ClosedLoop} or {@code OpenLoop} lets {@code Choices} draw
 * what to do and hands it to a target. When its future completes, {@code Recording} takes its
 * latency, on the thread of the target that completed it, without a lock; a caller of the closed
 * loop then begins its next one there. Once a second the thread of the run takes the {@code
 * Interval} out of the recording and adds it to the {@code Totals}. There is no thread per caller.
 *
 * <p>What is counted: operations that ended within the measured time make the throughput. Those
 * that were in flight at its end are waited for, and count for the latencies and the errors:
 * leaving them out would hide just the slow ones.
 *
 * <p>Coordinated omission: in the open loop a latency counts from when the operation should have
 * begun, so that a stall is seen by all operations that fell into it. In the closed loop callers
 * wait with the store; it measures throughput, and its latencies are those of callers who wait.
 */
@NullMarked
package io.quorate.cli.bench.load;

import org.jspecify.annotations.NullMarked;
