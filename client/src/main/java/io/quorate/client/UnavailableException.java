package io.quorate.client;

/**
 * No node could serve the call: no leader, not ready, shutting down, unreachable, or this client
 * was closed.
 */
public final class UnavailableException extends QuorateException {
  private static final long serialVersionUID = 1;

  public UnavailableException(Failure failure) {
    super(failure);
  }
}
