/**
 * What clients do while things go wrong, recorded so that a checker can judge it.
 *
 * <p>A {@link io.quorate.chaos.workload.Workload} has some workers, each on a thread of its own
 * that does one operation after the other, and names the checkers of its promise. Its {@link
 * io.quorate.chaos.workload.Stage} gives it clients, recorders, keys of its own and seeds. Clients
 * are of two kinds: ordinary ones, which go where they are answered, and ones that know a single
 * node, so that every node is read from, also the one that is cut off or has just woken up.
 *
 * <p>What is recorded is one history: all clients are in one JVM and share its clock.
 */
@NullMarked
package io.quorate.chaos.workload;

import org.jspecify.annotations.NullMarked;
