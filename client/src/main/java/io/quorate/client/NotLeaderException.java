package io.quorate.client;

/** The node that was asked does not lead and could not forward, and no leader was found in time. */
public final class NotLeaderException extends QuorateException {
  private static final long serialVersionUID = 1;

  public NotLeaderException(Failure failure) {
    super(failure);
  }
}
