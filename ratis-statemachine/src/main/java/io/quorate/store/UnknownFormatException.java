package io.quorate.store;

/** The files were written by a newer program. */
public final class UnknownFormatException extends StorageException {
  private static final long serialVersionUID = 1;

  UnknownFormatException(String what, int found, int known) {
    super(
        what
            + " has format "
            + found
            + "; this program knows formats up to "
            + known
            + ": run the newer program");
  }
}
