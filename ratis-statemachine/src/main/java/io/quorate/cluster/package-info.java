/**
 * What all nodes know of the cluster: its nodes, settings, elections, and which term wrote which
 * entries.
 */
@NullMarked
package io.quorate.cluster;

import org.jspecify.annotations.NullMarked;
