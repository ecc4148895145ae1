/**
 * Sessions: exactly once for one client's operations. A session is opened by a logged entry; the
 * result of each of its operations is state, found again by (session, sequence) when the operation
 * comes a second time, whatever happened between.
 *
 * <p>An operation is in one of these states: unknown, recorded (a result), abandoned (a tombstone:
 * it can never be applied), or at or below the mark up to which the client has acknowledged its
 * results: then nothing is known of it any more and it is refused.
 */
@NullMarked
package io.quorate.session;

import org.jspecify.annotations.NullMarked;
