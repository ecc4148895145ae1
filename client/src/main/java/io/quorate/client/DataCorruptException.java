package io.quorate.client;

/** The node knows its data to be wrong and serves none of it. */
public final class DataCorruptException extends QuorateException {
  private static final long serialVersionUID = 1;

  public DataCorruptException(Failure failure) {
    super(failure);
  }
}
