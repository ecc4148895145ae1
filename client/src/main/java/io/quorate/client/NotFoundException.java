package io.quorate.client;

/** There is no such node, lease, or other thing. */
public final class NotFoundException extends QuorateException {
  private static final long serialVersionUID = 1;

  public NotFoundException(Failure failure) {
    super(failure);
  }
}
