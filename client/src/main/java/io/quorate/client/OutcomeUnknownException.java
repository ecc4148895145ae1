package io.quorate.client;

/**
 * A write was sent and its fate is not known, for another reason than the deadline. Settle it with
 * {@link QuorateClient#resolve}.
 */
public final class OutcomeUnknownException extends QuorateException {
  private static final long serialVersionUID = 1;

  public OutcomeUnknownException(Failure failure) {
    super(failure);
  }
}
