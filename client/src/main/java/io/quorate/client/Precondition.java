package io.quorate.client;

/**
 * What a key's record must be for a put or delete to take effect.
 *
 * @param absent the key must not exist
 * @param version the key must have this version; 0 = not asked
 * @param createIndex and this create index, which tells a deleted and re-created key apart; 0 = not
 *     asked
 */
public record Precondition(boolean absent, long version, long createIndex) {
  public static final Precondition NONE = new Precondition(false, 0, 0);

  public Precondition {
    if (absent && (version != 0 || createIndex != 0)) {
      throw new IllegalArgumentException("an absent key has neither version nor create index");
    }
    if (version < 0 || createIndex < 0) {
      throw new IllegalArgumentException("versions and indexes are not negative");
    }
  }
}
