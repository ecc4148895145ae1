package io.quorate.command;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One condition of a transaction. An absent key has version, create index, modify index and lease
 * 0; a comparison of its value fails.
 *
 * @param number what to compare a numeric target (or EXISTS, as 0 or 1) with
 * @param value what to compare VALUE with; null for every other target
 */
public record Compare(
    Bytes key, Target target, Relation relation, long number, @Nullable Bytes value) {
  public enum Target {
    VERSION,
    CREATE_INDEX,
    MODIFY_INDEX,
    LEASE,
    EXISTS,
    VALUE
  }

  public enum Relation {
    EQUAL,
    NOT_EQUAL,
    LESS,
    GREATER
  }

  public Compare {
    Limits.key(key);
    if ((target == Target.VALUE) != (value != null)) {
      throw new InvalidCommandException(
          "a comparison of " + target + (value == null ? " needs a value" : " takes no value"));
    }
    if (value != null) {
      Limits.value(value);
    }
    if (number < 0) {
      throw new InvalidCommandException(
          "a comparison with " + number + ": versions and indexes are not negative");
    }
  }

  /** The value of a comparison with target VALUE. */
  public Bytes requiredValue() {
    return Objects.requireNonNull(value);
  }
}
