package io.quorate.client;

/**
 * The caller gave up: its thread was interrupted. {@link #outcome} tells whether a write may take
 * effect.
 */
public final class CancelledException extends QuorateException {
  private static final long serialVersionUID = 1;

  public CancelledException(Failure failure) {
    super(failure);
  }
}
