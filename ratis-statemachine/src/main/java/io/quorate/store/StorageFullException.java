package io.quorate.store;

/**
 * No space is left on the disk. What was being written was not; the same can be tried again when
 * there is space.
 */
public final class StorageFullException extends StorageException {
  private static final long serialVersionUID = 1;

  public StorageFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
