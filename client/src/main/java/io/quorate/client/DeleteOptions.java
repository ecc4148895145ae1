package io.quorate.client;

/**
 * How to delete.
 *
 * @param returnPrevious answer what was deleted
 */
public record DeleteOptions(Precondition precondition, boolean returnPrevious) {
  private static final DeleteOptions DEFAULTS = new DeleteOptions(Precondition.NONE, false);

  /** Unconditional, previous value not returned. */
  public static DeleteOptions defaults() {
    return DEFAULTS;
  }

  /** Only if the key has this version, 1 or more. */
  public DeleteOptions ifVersion(long version) {
    if (version < 1) {
      throw new IllegalArgumentException(
          "a key that exists has version 1 or more; found " + version);
    }
    return new DeleteOptions(
        new Precondition(false, version, precondition.createIndex()), returnPrevious);
  }

  /** Only if the key was created at this index, which tells a deleted and re-created key apart. */
  public DeleteOptions ifCreateIndex(long index) {
    return new DeleteOptions(
        new Precondition(false, precondition.version(), index), returnPrevious);
  }

  public DeleteOptions withPrevious() {
    return new DeleteOptions(precondition, true);
  }
}
