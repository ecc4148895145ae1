package io.quorate.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What every {@link QuorateException} tells.
 *
 * @param message what happened, why, what to do next
 * @param retryable the same call may succeed later; after UNKNOWN only {@link
 *     QuorateClient#resolve} tells whether it is needed
 * @param retryAfter how long the server asked to wait
 * @param node name or address of the node that answered last; empty when none did
 * @param attempts what was tried: {@code n1 127.0.0.1:7400: UNAVAILABLE no leader}
 * @param operationId of a write that was given one
 */
public record Failure(
    ErrorCode code,
    Outcome outcome,
    String message,
    boolean retryable,
    Optional<Duration> retryAfter,
    String node,
    List<String> attempts,
    Optional<OperationId> operationId,
    @Nullable Throwable cause) {
  public Failure {
    attempts = List.copyOf(attempts);
  }

  /** A failure without history. */
  public static Failure of(ErrorCode code, Outcome outcome, String message) {
    return new Failure(
        code, outcome, message, false, Optional.empty(), "", List.of(), Optional.empty(), null);
  }
}
