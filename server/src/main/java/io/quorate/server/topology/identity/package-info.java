/**
 * Who this node is: its data directory, the UUID that was created with it, and the group it belongs
 * to.
 *
 * <pre>
 * DIR/LOCK             held exclusively by the running process; its pid
 * DIR/node.json        the identity, replaced atomically
 * DIR/raft/GROUP/…     Ratis' log and raft-meta
 * DIR/raft/DAMAGED     present = the log or raft-meta is known to be damaged; holds the reason
 * DIR/state/           the engine
 * DIR/transfer/        checkpoints on their way in
 * DIR/native           the store's native library, out of its jar
 * DIR/ballast          space kept back for the day the disk is full
 * DIR/old-ID/          what an identity that is no more left behind; a start deletes all but the newest
 * </pre>
 *
 * <p><b>An identity lives exactly as long as its memory of votes and log.</b> A voter that forgot
 * what it voted for may vote twice in one term, and one that forgot entries may elect a leader that
 * lacks an acknowledged write. So raft-meta is made <em>before</em> node.json says that a group was
 * entered, and from then on a group without raft-meta means: wiped. A wiped or damaged log ends the
 * identity; the directory goes on under a new UUID, as a new peer that joins as a learner. The
 * state alone may be lost: it is rebuilt from the log or from a checkpoint, and the identity stays.
 */
@NullMarked
package io.quorate.server.topology.identity;

import org.jspecify.annotations.NullMarked;
