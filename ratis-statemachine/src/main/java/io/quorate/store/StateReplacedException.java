package io.quorate.store;

/**
 * The state that this view was of has been closed: replaced by a checkpoint, or the node stops.
 * Take a new view.
 */
public final class StateReplacedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StateReplacedException(String message) {
    super(message);
  }
}
