package io.quorate.client;

/** A key, a value, a transaction or a message is over its limit. */
public final class TooLargeException extends QuorateException {
  private static final long serialVersionUID = 1;

  public TooLargeException(Failure failure) {
    super(failure);
  }
}
