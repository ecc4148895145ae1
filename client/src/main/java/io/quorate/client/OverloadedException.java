package io.quorate.client;

/** A bounded queue is full, on the node or in this client; see {@link #retryAfter}. */
public final class OverloadedException extends QuorateException {
  private static final long serialVersionUID = 1;

  public OverloadedException(Failure failure) {
    super(failure);
  }
}
