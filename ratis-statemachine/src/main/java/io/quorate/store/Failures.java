package io.quorate.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Sorts what goes wrong below by what can be done about it. */
final class Failures {
  private Failures() {}

  static StorageException of(String doing, RocksDBException e) {
    String message = doing + ": " + e.getMessage();
    Status status = e.getStatus();
    if (status == null) {
      return new StorageFailedException(message, e);
    }
    if (status.getCode() == Status.Code.Corruption || isMissing(message)) {
      return new CorruptStateException(message, e);
    }
    if (status.getSubCode() == Status.SubCode.NoSpace) {
      return new StorageFullException(message, e);
    }
    return new StorageFailedException(message, e);
  }

  // A file of an existing database that is gone has no code of its own: its name file is an invalid
  // argument, others an I/O error.
  private static boolean isMissing(String message) {
    return message.contains("No such file or directory")
        || message.contains("does not exist (create_if_missing is false)");
  }

  static StorageException of(String doing, IOException e) {
    String message = doing + ": " + e;
    boolean full =
        e instanceof FileSystemException failure
            ? isNoSpace(failure.getReason())
            : isNoSpace(e.getMessage());
    return full ? new StorageFullException(message, e) : new StorageFailedException(message, e);
  }

  // The JDK has no type for ENOSPC and EDQUOT, only the text of the operating system.
  private static boolean isNoSpace(@Nullable String reason) {
    return reason != null
        && (reason.contains("No space left") || reason.contains("Disk quota exceeded"));
  }
}
