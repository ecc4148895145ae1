/**
 * Runs of workloads under nemeses, judged by checkers.
 *
 * <p>A {@link io.quorate.chaos.scenario.Scenario} starts a cluster and the workloads, lets one
 * nemesis after the other strike (or two at once), and in the end lets all heal, reads everything a
 * last time and checks: the histories keep the promises, the nodes hold the same state, none logged
 * an error that was not provoked in its act, no process is left. Every strike opens a {@link
 * io.quorate.chaos.scenario.Window}, in which each workload must get enough done, and which stays
 * open for a while when the fault is one that works by and by: what strikes while nothing happens
 * shows nothing. Each run leaves its histories, logs and a report in a folder of its name.
 */
@NullMarked
package io.quorate.chaos.scenario;

import org.jspecify.annotations.NullMarked;
