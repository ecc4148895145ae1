/**
 * A real cluster for the tests of programs that use Quorate: {@link
 * io.quorate.testkit.QuorateCluster} on a test class starts processes as {@code quorate up} does,
 * {@link io.quorate.testkit.ClusterControl} breaks them as {@code quorate drill} does. The nodes
 * run with the class path of the tests, so there is nothing else to install; tests need Java 25 as
 * the server does.
 *
 * <p>A cluster belongs to a test class and lives as long as its tests run. Before each test it is
 * made whole again, whatever the one before left: keys stay, faults do not. When a test has failed,
 * the ends of the nodes' logs are printed and their folder stays.
 */
@NullMarked
package io.quorate.testkit;

import org.jspecify.annotations.NullMarked;
