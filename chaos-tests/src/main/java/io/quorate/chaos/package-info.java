/**
 * Acceptance tests against real server processes: what a failure does to a cluster, shown.
 *
 * <p>A test composes three things: a {@link io.quorate.chaos.cluster.Cluster} of processes on this
 * machine; a workload that records what was acknowledged ({@code load}); faults that strike while
 * it runs ({@code fault}). Then it checks: nothing acknowledged is missing, nothing refused is
 * there, every node holds the same state, no node logged an error.
 *
 * <p>Tests of one thing each are written out so. Beside them stands what composes at random: any
 * {@link io.quorate.chaos.workload.Workload} under any {@link io.quorate.chaos.nemesis.Nemesis},
 * judged by the checkers of {@code io.quorate.history.check}, in a {@link
 * io.quorate.chaos.scenario.Scenario}; for hours with {@link io.quorate.chaos.Soak}.
 *
 * <p>The JVM of the tests runs in a network, mount and process namespace of its own where that is
 * allowed (lab/bin/java): no port is taken by anybody else, no packet can leave, and nothing
 * outlives the tests. Faults that need root ask {@link io.quorate.chaos.fault.Privileges}.
 *
 * <p>{@code -Dquorate.full=true} runs the full counts, {@code -Dquorate.seed=N} repeats the choices
 * of an earlier run; timing on a shared machine does not repeat.
 */
@NullMarked
package io.quorate.chaos;

import org.jspecify.annotations.NullMarked;
