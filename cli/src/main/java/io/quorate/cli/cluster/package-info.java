/** Verbs on the cluster itself: its status, who leads it and why, and who belongs to it. */
@NullMarked
package io.quorate.cli.cluster;

import org.jspecify.annotations.NullMarked;
