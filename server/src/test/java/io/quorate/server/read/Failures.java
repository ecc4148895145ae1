package io.quorate.server.read;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quorate.proto.v1.Error;
import io.quorate.server.error.RequestException;
import io.quorate.server.node.Cause;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** How futures fail. */
final class Failures {
  private Failures() {}

  /** The error that the future fails with; it must, within 10 s. */
  static Error of(CompletableFuture<?> future) {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> future.get(10, TimeUnit.SECONDS));
    return assertInstanceOf(
            RequestException.class, Cause.of(Objects.requireNonNull(failure.getCause())))
        .error();
  }
}
