package io.quorate.server.read;

import io.quorate.proto.v1.Evidence;

/**
 * A read in two steps, because its basis is checked between them; both may run again on another
 * view.
 *
 * @param <B> what was read
 * @param <T> the reply
 */
interface Reading<B, T> {
  /** It may take so long that it is kept off the caller's thread. */
  boolean isLong();

  B read(TakenView taken);

  T finish(B answer, TakenView taken, Evidence evidence);
}
