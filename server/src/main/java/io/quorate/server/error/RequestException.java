package io.quorate.server.error;

import io.quorate.proto.v1.Error;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.Outcome;

/**
 * Why a request failed and what became of it, as the client will be told. The factories fix the
 * outcome of each code; see error.proto. Carries no stack trace: it is an answer, not a bug.
 */
public final class RequestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Error error;

  public RequestException(Error error) {
    super(error.getCode() + ": " + error.getMessage(), null, false, false);
    this.error = error;
  }

  public Error error() {
    return error;
  }

  public static RequestException of(ErrorCode code, Outcome outcome, String message) {
    return new RequestException(
        Error.newBuilder().setCode(code).setOutcome(outcome).setMessage(message).build());
  }

  public static RequestException notLeader(String leaderAddress, String message) {
    return new RequestException(
        Error.newBuilder()
            .setCode(ErrorCode.NOT_LEADER)
            .setOutcome(Outcome.NOT_APPLIED)
            .setLeader(leaderAddress)
            .setMessage(message)
            .build());
  }

  public static RequestException unavailable(String message) {
    return of(ErrorCode.UNAVAILABLE, Outcome.NOT_APPLIED, message);
  }

  public static RequestException overloaded(int retryAfterMs, String message) {
    return new RequestException(
        Error.newBuilder()
            .setCode(ErrorCode.OVERLOADED)
            .setOutcome(Outcome.NOT_APPLIED)
            .setRetryAfterMs(retryAfterMs)
            .setMessage(message)
            .build());
  }

  /** The deadline passed; {@code outcome} is UNKNOWN once a write was handed to the log. */
  public static RequestException timeout(Outcome outcome, String message) {
    return of(ErrorCode.TIMEOUT, outcome, message);
  }

  /** Submitted, and then the leader changed: it may still commit. */
  public static RequestException leadershipLost(String message) {
    return of(ErrorCode.LEADERSHIP_LOST, Outcome.UNKNOWN, message);
  }

  public static RequestException invalid(String message) {
    return of(ErrorCode.INVALID_ARGUMENT, Outcome.NOT_APPLIED, message);
  }

  public static RequestException tooLarge(String message) {
    return of(ErrorCode.TOO_LARGE, Outcome.NOT_APPLIED, message);
  }

  public static RequestException notFound(String message) {
    return of(ErrorCode.NOT_FOUND, Outcome.NOT_APPLIED, message);
  }

  public static RequestException refused(String message) {
    return of(ErrorCode.REFUSED, Outcome.NOT_APPLIED, message);
  }

  public static RequestException corrupt(String message) {
    return of(ErrorCode.DATA_CORRUPT, Outcome.NOT_APPLIED, message);
  }
}
