package io.quorate.store;

import java.nio.charset.StandardCharsets;

/** A column family: one kind of record. {@link Keyspace} has the layout of each. */
public enum Space {
  KV(1, "kv", true),
  LEASE(2, "lease", true),
  SESSION(3, "session", true),
  CHANGE(4, "change", false),
  DIGEST(5, "digest", false),
  CLUSTER(6, "cluster", false),
  META(7, "meta", false);

  /** Part of every hash of its records, so it never changes. */
  private final byte tag;

  private final String family;
  private final boolean digested;

  Space(int tag, String family, boolean digested) {
    this.tag = (byte) tag;
    this.family = family;
    this.digested = digested;
  }

  /** Its records count in the state digest. */
  public boolean digested() {
    return digested;
  }

  byte tag() {
    return tag;
  }

  byte[] familyName() {
    return family.getBytes(StandardCharsets.US_ASCII);
  }
}
