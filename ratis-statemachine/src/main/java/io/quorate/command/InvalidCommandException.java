package io.quorate.command;

/**
 * The command can never succeed as it is: thrown where it is built, so an invalid one cannot exist.
 */
public class InvalidCommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InvalidCommandException(String message) {
    super(message);
  }
}
