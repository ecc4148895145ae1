/**
 * Full sync: how the state of one node reaches another when the log no longer goes back far enough.
 *
 * <p>Path: {@link io.quorate.server.transfer.CheckpointFetcher} opens a checkpoint at a {@link
 * io.quorate.server.transfer.CheckpointSource}; there {@link
 * io.quorate.server.transfer.CheckpointServer} makes one (hard links, so it costs no space until
 * compaction) and hands out a manifest; the fetcher pulls file after file into a {@link
 * io.quorate.server.transfer.Staging} and resumes where it stopped, over broken connections and
 * over its own restart; {@link io.quorate.server.transfer.CheckpointInstaller} switches the state
 * over.
 *
 * <p>Trust: every chunk carries a CRC32C, every file is compared with the manifest before it gets
 * its final name, and names from the wire never leave the directory.
 *
 * <p>Memory: one chunk per stream on the sender, one chunk plus the transport's window on the
 * receiver; never a file.
 *
 * <p>Threads: one fetch at a time on its own daemon thread; the sender's methods block and are
 * called on threads that may. No gRPC here: the wire's adapters are in {@code node}.
 */
@NullMarked
package io.quorate.server.transfer;

import org.jspecify.annotations.NullMarked;
