package io.quorate.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A call that did not succeed. The subtype and {@link #code} say why, {@link #outcome} says what
 * became of the operation, and the message says what to do next.
 */
public abstract sealed class QuorateException extends RuntimeException
    permits AbandonedException,
        CancelledException,
        ConcernNotMetException,
        DataCorruptException,
        DiskFullException,
        EpochChangedException,
        InternalException,
        InvalidArgumentException,
        NotFoundException,
        NotLeaderException,
        OutcomeUnknownException,
        OverloadedException,
        PageExpiredException,
        PreconditionFailedException,
        QuorateTimeoutException,
        RefusedException,
        SessionExpiredException,
        StalenessNotMetException,
        TooLargeException,
        UnavailableException,
        WriteLostException {
  private static final long serialVersionUID = 1;

  private final transient Failure failure;

  QuorateException(Failure failure) {
    super(failure.message(), failure.cause());
    this.failure = failure;
  }

  public ErrorCode code() {
    return failure.code();
  }

  /** Whether the operation took effect. Reads are always NOT_APPLIED. */
  public Outcome outcome() {
    return failure.outcome();
  }

  /**
   * The same call may succeed later. After UNKNOWN it may also take effect a second time: resolve
   * first.
   */
  public boolean retryable() {
    return failure.retryable();
  }

  /** How long the server asked to wait. */
  public Optional<Duration> retryAfter() {
    return failure.retryAfter();
  }

  /** Name or address of the node that answered last; empty when none did. */
  public String node() {
    return failure.node();
  }

  /**
   * What was tried, in order: {@code n1 127.0.0.1:7400: UNAVAILABLE no leader}. The oldest are
   * dropped when there are many.
   */
  public List<String> attempts() {
    return failure.attempts();
  }

  /** For {@link QuorateClient#resolve}; present for writes that were given one. */
  public Optional<OperationId> operationId() {
    return failure.operationId();
  }

  /** All of the above in one record. */
  public Failure failure() {
    return failure;
  }
}
