package io.quorate.client;

/**
 * The session of this client expired or was lost, and with it the results of earlier writes. Later
 * calls use a new session.
 */
public final class SessionExpiredException extends QuorateException {
  private static final long serialVersionUID = 1;

  public SessionExpiredException(Failure failure) {
    super(failure);
  }
}
