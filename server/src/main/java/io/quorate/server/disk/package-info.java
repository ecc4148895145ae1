/**
 * What a node knows of its disk: is there space ({@link io.quorate.server.disk.DiskGuard}), does it
 * answer ({@link io.quorate.server.disk.DiskWatchdog}), how much of the Raft log may go ({@link
 * io.quorate.server.disk.LogKeeper}), and is the log that it finds at the start whole ({@link
 * io.quorate.server.disk.LogVerifier}). Nothing here acts on the node: listeners do.
 *
 * <p>The Raft log is read as bytes, by its file format, so that it is judged before Ratis opens it:
 * Ratis drops a tail that it cannot read, refuses one that a crash left half-written, and waits for
 * ever on a gap.
 */
@NullMarked
package io.quorate.server.disk;

import org.jspecify.annotations.NullMarked;
