package io.quorate.client;

/**
 * Names one write for ever: the session that made it and its sequence there. Written {@code
 * session-sequence}.
 */
public record OperationId(long sessionId, long sequence) {

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException when it is no operation id
   */
  public static OperationId parse(String text) {
    var dash = text.indexOf('-');
    try {
      if (dash > 0) {
        return new OperationId(
            Long.parseUnsignedLong(text, 0, dash, 10),
            Long.parseUnsignedLong(text, dash + 1, text.length(), 10));
      }
    } catch (NumberFormatException invalid) {
      // Told below, with the whole text.
    }
    throw new IllegalArgumentException(
        "an operation id is SESSION-SEQUENCE, for example 4711-12; found \"" + text + "\"");
  }

  @Override
  public String toString() {
    return Long.toUnsignedString(sessionId) + "-" + Long.toUnsignedString(sequence);
  }
}
