package io.quorate.store;

/** The state on disk cannot be read or written. What to do about it is the subclass. */
public abstract sealed class StorageException extends RuntimeException
    permits CorruptStateException,
        StorageFullException,
        StorageFailedException,
        UnknownFormatException {
  private static final long serialVersionUID = 1;

  StorageException(String message) {
    super(message);
  }

  StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
