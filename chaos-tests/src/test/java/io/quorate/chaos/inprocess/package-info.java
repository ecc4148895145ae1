/**
 * The proof that a test of linearizable reads can fail: three Ratis servers in this JVM, whose
 * leader is cut off in the middle of reads. Ratis' own linearizable read, which Quorate does not
 * use, answers stale there, and the checker of recorded histories finds it; the read index of the
 * server does not, and the checker finds nothing.
 */
@NullMarked
package io.quorate.chaos.inprocess;

import org.jspecify.annotations.NullMarked;
