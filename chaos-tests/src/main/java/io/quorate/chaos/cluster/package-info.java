/**
 * Clusters of real server processes: starting, stopping and asking them, and the check that ends
 * every test.
 */
@NullMarked
package io.quorate.chaos.cluster;

import org.jspecify.annotations.NullMarked;
