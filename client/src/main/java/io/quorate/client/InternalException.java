package io.quorate.client;

/** A bug, in the server or in this client. Please report it. */
public final class InternalException extends QuorateException {
  private static final long serialVersionUID = 1;

  public InternalException(Failure failure) {
    super(failure);
  }
}
