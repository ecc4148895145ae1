package io.quorate.client;

/** The request can never succeed as it is. */
public final class InvalidArgumentException extends QuorateException {
  private static final long serialVersionUID = 1;

  public InvalidArgumentException(Failure failure) {
    super(failure);
  }
}
