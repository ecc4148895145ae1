package io.quorate.client.internal;

import io.quorate.client.ErrorCode;
import io.quorate.client.Failure;
import io.quorate.client.Outcome;
import io.quorate.client.QuorateException;
import io.quorate.proto.v1.Error;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How a call that did not succeed ended, and what is known of its effect. */
record Verdict(QuorateException exception) {

  boolean isUnknown() {
    return exception.outcome() == Outcome.UNKNOWN;
  }

  /** A node answered with an error that is not retried. */
  static Verdict refused(Call call, Error error, boolean replicated) {
    var code = Failures.code(error.getCode());
    var outcome = outcome(call, code, Failures.outcome(error), replicated);
    return of(call, code, outcome, error.getMessage(), error);
  }

  private static Outcome outcome(
      Call call, ErrorCode code, io.quorate.proto.v1.Outcome said, boolean replicated) {
    if (!call.isWrite()) {
      return Outcome.NOT_APPLIED;
    }
    if (said == io.quorate.proto.v1.Outcome.APPLIED) {
      return Outcome.APPLIED;
    }
    // What the session recorded for the sequence holds for all its attempts; anything else speaks
    // of one attempt only.
    var recorded =
        switch (code) {
          case ABANDONED, PRECONDITION_FAILED -> true;
          case NOT_FOUND, INVALID_ARGUMENT -> replicated;
          default -> false;
        };
    if (recorded) {
      return Outcome.NOT_APPLIED;
    }
    return said == io.quorate.proto.v1.Outcome.UNKNOWN || call.mayHaveBeenSent()
        ? Outcome.UNKNOWN
        : Outcome.NOT_APPLIED;
  }

  /**
   * The deadline passed. If the last thing heard was a refusal and nothing is uncertain, the
   * refusal is what it ends with.
   */
  static Verdict timedOut(Call call) {
    var within = "not done within " + TimeUnit.NANOSECONDS.toMillis(call.deadline()) + " ms";
    if (outcome(call) == Outcome.UNKNOWN || !call.live.isEmpty()) {
      return of(call, ErrorCode.TIMEOUT, outcome(call), within, call.lastError);
    }
    var error = call.lastError;
    if (error != null) {
      return of(
          call,
          Failures.code(error.getCode()),
          outcome(call),
          within + "; " + error.getMessage(),
          error);
    }
    return of(
        call,
        ErrorCode.UNAVAILABLE,
        outcome(call),
        within + "; no suitable node could be reached",
        null);
  }

  static Verdict tooLarge(Call call) {
    var message =
        "a request of %d bytes; at most %d can be sent; split it"
            .formatted(Wire.size(call.request), Wire.MOST_BYTES);
    return of(call, ErrorCode.TOO_LARGE, Outcome.NOT_APPLIED, message, null);
  }

  static Verdict withoutSession(Call call, QuorateException why) {
    return of(
        call, why.code(), outcome(call), "no session could be opened: " + why.getMessage(), null);
  }

  static Verdict cancelled(Call call) {
    return of(call, ErrorCode.CANCELLED, outcome(call), "interrupted", null);
  }

  static Verdict closed(Call call) {
    return of(call, ErrorCode.UNAVAILABLE, outcome(call), "this client was closed", null);
  }

  private static Outcome outcome(Call call) {
    return call.mayHaveBeenSent() ? Outcome.UNKNOWN : Outcome.NOT_APPLIED;
  }

  private static Verdict of(
      Call call, ErrorCode code, Outcome outcome, String what, @Nullable Error error) {
    var operation = Optional.ofNullable(call.operationId());
    var history = call.history();
    var message = new StringBuilder(what);
    if (history.size() > 1 || (error == null && !history.isEmpty())) {
      message.append(" (").append(history.get(history.size() - 1)).append(')');
    }
    if (outcome == Outcome.UNKNOWN) {
      message.append("; it may have been applied");
      operation.ifPresent(id -> message.append(": resolve(").append(id).append(") settles it"));
    }
    var retryAfterMs = error == null ? 0 : error.getRetryAfterMs();
    var node = error != null && !error.getNode().isEmpty() ? error.getNode() : lastNode(call);
    var failure =
        new Failure(
            code,
            outcome,
            message.toString(),
            isRetryable(code),
            retryAfterMs == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(retryAfterMs)),
            node,
            history,
            operation,
            null);
    return new Verdict(
        Failures.exception(failure, error == null ? Error.getDefaultInstance() : error));
  }

  private static String lastNode(Call call) {
    return call.lastNode == null ? "" : call.lastNode.name;
  }

  private static boolean isRetryable(ErrorCode code) {
    return switch (code) {
      case NOT_LEADER,
          UNAVAILABLE,
          OVERLOADED,
          TIMEOUT,
          LEADERSHIP_LOST,
          SESSION_EXPIRED,
          PAGE_EXPIRED,
          STALENESS_NOT_MET,
          DISK_FULL,
          CANCELLED ->
          true;
      default -> false;
    };
  }
}
