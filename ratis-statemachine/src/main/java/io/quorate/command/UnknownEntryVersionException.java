package io.quorate.command;

/** A log entry is of a version that this program does not know: it was written by a newer one. */
public final class UnknownEntryVersionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int found;

  UnknownEntryVersionException(int found) {
    super(
        "log entry of version "
            + found
            + "; this program knows version "
            + Entry.VERSION
            + ": it is older than the one that wrote the entry, upgrade it");
    this.found = found;
  }

  /** The version in the entry. */
  public int found() {
    return found;
  }

  /** The newest version that this program can read. */
  public int known() {
    return Entry.VERSION;
  }
}
