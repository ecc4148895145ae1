package io.quorate.client;

import java.util.function.LongFunction;

/**
 * A condition of a {@link Transaction} on one key. An absent key has version, indexes and lease 0,
 * and no value.
 */
public record Compare(Bytes key, Relation relation, Operand operand) {

  public enum Relation {
    EQUAL,
    NOT_EQUAL,
    LESS,
    GREATER
  }

  /** What of the key is compared, and with what. */
  public sealed interface Operand {
    record Version(long version) implements Operand {}

    record CreateIndex(long index) implements Operand {}

    record ModifyIndex(long index) implements Operand {}

    record LeaseId(long id) implements Operand {}

    record Value(Bytes value) implements Operand {}

    record Exists(boolean exists) implements Operand {}
  }

  public static OfNumber version(String key) {
    return version(Bytes.utf8(key));
  }

  public static OfNumber version(Bytes key) {
    return new OfNumber(key, Operand.Version::new);
  }

  public static OfNumber createIndex(String key) {
    return createIndex(Bytes.utf8(key));
  }

  public static OfNumber createIndex(Bytes key) {
    return new OfNumber(key, Operand.CreateIndex::new);
  }

  public static OfNumber modifyIndex(String key) {
    return modifyIndex(Bytes.utf8(key));
  }

  public static OfNumber modifyIndex(Bytes key) {
    return new OfNumber(key, Operand.ModifyIndex::new);
  }

  public static OfNumber leaseId(String key) {
    return leaseId(Bytes.utf8(key));
  }

  public static OfNumber leaseId(Bytes key) {
    return new OfNumber(key, Operand.LeaseId::new);
  }

  public static OfValue value(String key) {
    return value(Bytes.utf8(key));
  }

  /** A comparison with the value; it fails when the key is absent. */
  public static OfValue value(Bytes key) {
    return new OfValue(key);
  }

  public static Compare exists(String key) {
    return exists(Bytes.utf8(key));
  }

  public static Compare exists(Bytes key) {
    return new Compare(key, Relation.EQUAL, new Operand.Exists(true));
  }

  public static Compare absent(String key) {
    return absent(Bytes.utf8(key));
  }

  public static Compare absent(Bytes key) {
    return new Compare(key, Relation.EQUAL, new Operand.Exists(false));
  }

  /** A comparison that still lacks its number. */
  public static final class OfNumber {
    private final Bytes key;
    private final LongFunction<Operand> operand;

    private OfNumber(Bytes key, LongFunction<Operand> operand) {
      this.key = key;
      this.operand = operand;
    }

    public Compare equalTo(long number) {
      return new Compare(key, Relation.EQUAL, operand.apply(number));
    }

    public Compare notEqualTo(long number) {
      return new Compare(key, Relation.NOT_EQUAL, operand.apply(number));
    }

    public Compare lessThan(long number) {
      return new Compare(key, Relation.LESS, operand.apply(number));
    }

    public Compare greaterThan(long number) {
      return new Compare(key, Relation.GREATER, operand.apply(number));
    }
  }

  /** A comparison that still lacks its value. */
  public static final class OfValue {
    private final Bytes key;

    private OfValue(Bytes key) {
      this.key = key;
    }

    public Compare equalTo(Bytes value) {
      return compare(Relation.EQUAL, value);
    }

    public Compare equalTo(String value) {
      return equalTo(Bytes.utf8(value));
    }

    public Compare notEqualTo(Bytes value) {
      return compare(Relation.NOT_EQUAL, value);
    }

    public Compare notEqualTo(String value) {
      return notEqualTo(Bytes.utf8(value));
    }

    public Compare lessThan(Bytes value) {
      return compare(Relation.LESS, value);
    }

    public Compare greaterThan(Bytes value) {
      return compare(Relation.GREATER, value);
    }

    private Compare compare(Relation relation, Bytes value) {
      return new Compare(key, relation, new Operand.Value(value));
    }
  }
}
