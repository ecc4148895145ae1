package io.quorate.history;

import java.io.IOException;

/** A file that is not a recorded history; it names the first line that is wrong, and why. */
public final class MalformedHistoryException extends IOException {
  private static final long serialVersionUID = 1;

  private final String source;
  private final long line;

  MalformedHistoryException(String source, long line, String why) {
    super(source + ", line " + line + ": " + why);
    this.source = source;
    this.line = line;
  }

  /** What was read: a file's name. */
  public String source() {
    return source;
  }

  /** From 1. */
  public long line() {
    return line;
  }
}
