package io.quorate.client;

/** No node could prove the staleness bound within the deadline. */
public final class StalenessNotMetException extends QuorateException {
  private static final long serialVersionUID = 1;

  public StalenessNotMetException(Failure failure) {
    super(failure);
  }
}
