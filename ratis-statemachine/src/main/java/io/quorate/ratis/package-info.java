/**
 * The thin adapter between Ratis and the engine: it translates calls and nothing else. The engine
 * never sees Ratis; only this package and the server's replication package do.
 *
 * <p>Threads: apply, reinitialize and term updates run on Ratis' updater thread of the division;
 * everything else is a notification that is handed to the {@link
 * io.quorate.ratis.StateMachineHost}, which must not block.
 */
@NullMarked
package io.quorate.ratis;

import org.jspecify.annotations.NullMarked;
