package io.quorate.store;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The bytes on disk are not what was written. The node must stop serving them and fetch its state
 * anew.
 */
public final class CorruptStateException extends StorageException {
  private static final long serialVersionUID = 1;
  private static final Pattern FILE =
      Pattern.compile("([^\\s/]+\\.(?:sst|blob|log)|MANIFEST-\\d+)");

  private final @Nullable String file;

  public CorruptStateException(String message) {
    super(message);
    this.file = fileIn(message);
  }

  CorruptStateException(String message, Throwable cause) {
    super(message, cause);
    this.file = fileIn(message);
  }

  /** Name of the damaged file, when the storage said which. */
  public Optional<String> file() {
    return Optional.ofNullable(file);
  }

  private static @Nullable String fileIn(String message) {
    Matcher matcher = FILE.matcher(message);
    return matcher.find() ? matcher.group(1) : null;
  }
}
