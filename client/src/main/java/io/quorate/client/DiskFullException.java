package io.quorate.client;

/** No node that could take the write has space. */
public final class DiskFullException extends QuorateException {
  private static final long serialVersionUID = 1;

  public DiskFullException(Failure failure) {
    super(failure);
  }
}
