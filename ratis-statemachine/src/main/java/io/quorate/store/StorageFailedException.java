package io.quorate.store;

/** The disk or the file system refused a read or a write. */
public final class StorageFailedException extends StorageException {
  private static final long serialVersionUID = 1;

  StorageFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
