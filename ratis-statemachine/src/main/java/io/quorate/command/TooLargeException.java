package io.quorate.command;

/** A key, a value or a transaction is over its limit. */
public final class TooLargeException extends InvalidCommandException {
  private static final long serialVersionUID = 1;

  public TooLargeException(String message) {
    super(message);
  }
}
