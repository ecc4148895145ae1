package io.quorate.client;

/** The token is not on this history: the write that it stands for was rolled back. */
public final class WriteLostException extends QuorateException {
  private static final long serialVersionUID = 1;

  public WriteLostException(Failure failure) {
    super(failure);
  }
}
