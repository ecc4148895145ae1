package io.quorate.session;

import io.quorate.store.Batch;

/** Told of what happens to sessions. */
@FunctionalInterface
public interface SessionEffects {
  /**
   * A session began or ended, or one of its operations was abandoned.
   *
   * @param kind opened, closed, expired, or abandoned (an operation)
   * @param sequence of the abandoned operation, else 0
   */
  void changed(long sessionId, String kind, long sequence, Batch batch);
}
