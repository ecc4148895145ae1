/**
 * Handing leadership over on purpose, and recording why it changed, on purpose or not.
 *
 * <p>A hand-over is announced to all members before it begins ({@link
 * io.quorate.server.topology.leadership.Announcer}), so that the next leader can tell it from a
 * failure. The announcement is a courtesy: if it is lost the change is recorded as a time-out, and
 * nothing else depends on it. The next leader measures with its own clock only: {@code detected_ms}
 * from the last sign of the old leader to its own candidacy, {@code elected_ms} from there to the
 * won election, {@code unavailable_ms} from the last sign until it was ready to serve.
 *
 * <p>The cause is taken from what nodes measure. The new leader ({@link
 * io.quorate.server.topology.leadership.ElectionRecorder}) asks every voter what it sees of the old
 * one's process ({@link io.quorate.server.topology.leadership.Testimony}): refused connections mean
 * that it is gone, connections that are taken in silence that it stands still, and neither that no
 * way leads to it. A leader that comes back knows better, and reports what it measured of itself
 * ({@link io.quorate.server.topology.leadership.Report}); then the record is amended by a second
 * one of the same term.
 */
@NullMarked
package io.quorate.server.topology.leadership;

import org.jspecify.annotations.NullMarked;
