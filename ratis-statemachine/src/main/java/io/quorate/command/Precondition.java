package io.quorate.command;

/**
 * What a key's record must be for a put or delete to take effect.
 *
 * @param absent the key must not exist; excludes the other two
 * @param version the key must have this version; 0 = not asked
 * @param createIndex the key must have been created by this entry, which tells a deleted and
 *     re-created key apart; 0 = not asked
 */
public record Precondition(boolean absent, long version, long createIndex) {
  public static final Precondition NONE = new Precondition(false, 0, 0);
  public static final Precondition ABSENT = new Precondition(true, 0, 0);

  public Precondition {
    if (version < 0 || createIndex < 0 || (absent && (version != 0 || createIndex != 0))) {
      throw new InvalidCommandException(
          "a precondition is either absent or a version and/or create index from 1");
    }
  }

  public static Precondition version(long version) {
    return new Precondition(false, version, 0);
  }

  public boolean isNone() {
    return !absent && version == 0 && createIndex == 0;
  }
}
