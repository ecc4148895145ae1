/**
 * The way of a read on the server.
 *
 * <pre>
 * Reader ─ ReadBarrier ─ ReadPoints ─┬─ ReadIndex (this node leads: asks the voters for their term)
 *   │        what to reach,          └─ RemoteReadIndex (asks the leader)
 *   │        and the check after
 *   └─ view of the local state ─ Query, PageTable ─ check ─ Evidence
 * </pre>
 *
 * A level of consistency becomes a {@code Basis}: an index that the state must have reached, and
 * what must still hold once the view is taken and read. A check that fails then repeats the read
 * once on a stricter basis.
 *
 * <p>Rounds between nodes are shared: one in flight, one queued. A read never joins a round that
 * began before it arrived, because only what is confirmed after its arrival covers everything that
 * was acknowledged before. Gets that arrive in one frame of a client and ask for the same are one
 * read of several keys ({@code ReadTogether}): one basis, one view, one check.
 *
 * <p>Threads: a lone key is read on the caller's thread when nothing has to be waited for; after a
 * wait, and for ranges, on a virtual thread, so that neither transport threads nor the apply thread
 * read from disk.
 */
@NullMarked
package io.quorate.server.read;

import org.jspecify.annotations.NullMarked;
