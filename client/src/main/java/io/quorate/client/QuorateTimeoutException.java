package io.quorate.client;

/** The deadline passed. {@link #outcome} tells whether a write may have taken effect. */
public final class QuorateTimeoutException extends QuorateException {
  private static final long serialVersionUID = 1;

  public QuorateTimeoutException(Failure failure) {
    super(failure);
  }
}
