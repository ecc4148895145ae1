package io.quorate.client;

/** The token is from before a restore or a forced recovery. */
public final class EpochChangedException extends QuorateException {
  private static final long serialVersionUID = 1;

  public EpochChangedException(Failure failure) {
    super(failure);
  }
}
