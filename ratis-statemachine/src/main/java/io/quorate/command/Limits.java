package io.quorate.command;

/**
 * Hard limits of the format, the same on every node because apply depends on them. A node's
 * configuration may lower the value size at its edge, never raise it.
 */
public final class Limits {
  public static final int KEY_BYTES = 4 * 1024;
  public static final int VALUE_BYTES = 1024 * 1024;

  /**
   * Commands of one entry: ids of leases and sessions are index × this + the command's position.
   */
  public static final int ENTRY_COMMANDS = 4096;

  /** Operations of one transaction, compares and both branches together. */
  public static final int TRANSACTION_OPERATIONS = 512;

  /** Keys and values of one transaction together. */
  public static final int TRANSACTION_BYTES = 2 * 1024 * 1024;

  /** Most keys that one entry deletes for delete-range, lease end and session end. */
  public static final int KEYS_PER_CHUNK = 1000;

  public static final long LEASE_TTL_MIN_MS = 1_000;
  public static final long LEASE_TTL_MAX_MS = 31L * 24 * 3600 * 1000;
  public static final int CLIENT_NAME_BYTES = 256;

  private Limits() {}

  static void key(Bytes key) {
    if (key.isEmpty()) {
      throw new InvalidCommandException("a key must have at least 1 byte");
    }
    if (key.size() > KEY_BYTES) {
      throw new TooLargeException(
          "key of " + key.size() + " bytes; at most " + KEY_BYTES + " are allowed");
    }
  }

  static void value(Bytes value) {
    if (value.size() > VALUE_BYTES) {
      throw new TooLargeException(
          "value of " + value.size() + " bytes; at most " + VALUE_BYTES + " are allowed");
    }
  }
}
