package io.quorate.client;

/** The operation was resolved as not applied and can never be applied. */
public final class AbandonedException extends QuorateException {
  private static final long serialVersionUID = 1;

  public AbandonedException(Failure failure) {
    super(failure);
  }
}
