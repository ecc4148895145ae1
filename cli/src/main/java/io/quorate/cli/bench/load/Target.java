package io.quorate.cli.bench.load;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One client of a store under load. For all threads. Its futures may complete on any thread, and
 * the next operation begins on it: callbacks that come in turn on few threads disturb least. Each
 * should complete by some deadline; the arrays are the target's to keep.
 */
public interface Target {
  CompletableFuture<?> put(byte[] key, byte[] value);

  CompletableFuture<?> get(byte[] key);

  /**
   * Whether the answer of a get holds a value: all keys have one when gets are measured, so the
   * lack of it is an error.
   */
  default boolean isHit(@Nullable Object answer) {
    return true;
  }

  /** What a failed future means. Unless the target knows better, nobody knows what was done. */
  default Failure failure(Throwable cause) {
    return new Failure(cause.getClass().getSimpleName(), true);
  }
}
