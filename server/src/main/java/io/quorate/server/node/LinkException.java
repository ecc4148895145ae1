package io.quorate.server.node;

/**
 * A question to a peer got no answer: the link broke, or the deadline passed. Carries no stack
 * trace: it is an answer, not a bug.
 */
public final class LinkException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The deadline passed while the link was, as far as known, in order. */
  private final boolean timedOut;

  private final boolean sent;

  private LinkException(boolean sent, boolean timedOut, String message) {
    super(message, null, false, false);
    this.sent = sent;
    this.timedOut = timedOut;
  }

  static LinkException broken(boolean sent, String message) {
    return new LinkException(sent, false, message);
  }

  static LinkException timedOut(boolean sent, String message) {
    return new LinkException(sent, true, message);
  }

  /**
   * False: the question surely never reached the peer. True: it may have had, or still get, its
   * effect.
   */
  public boolean sent() {
    return sent;
  }

  public boolean timedOut() {
    return timedOut;
  }
}
