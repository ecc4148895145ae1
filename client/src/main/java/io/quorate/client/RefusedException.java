package io.quorate.client;

/** A safety check refused it; the message says what would be lost or stop. */
public final class RefusedException extends QuorateException {
  private static final long serialVersionUID = 1;

  public RefusedException(Failure failure) {
    super(failure);
  }
}
