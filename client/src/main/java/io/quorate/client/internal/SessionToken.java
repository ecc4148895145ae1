package io.quorate.client.internal;

import io.quorate.client.Token;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The highest position that this client has written or read: what SESSION reads must reach. For all
 * threads.
 */
final class SessionToken {
  private final AtomicReference<@Nullable Token> highest = new AtomicReference<>();

  @Nullable Token get() {
    return highest.get();
  }

  void saw(Token token) {
    if (token.index() != 0) {
      highest.accumulateAndGet(
          token, (old, seen) -> old == null || seen == null ? seen : old.max(seen));
    }
  }

  /** The history that it was on is gone, and the caller has been told: later reads start afresh. */
  void forget(@Nullable Token lost) {
    highest.compareAndSet(lost, null);
  }
}
