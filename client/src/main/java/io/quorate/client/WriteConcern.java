package io.quorate.client;

import java.util.List;
import java.util.Locale;

/**
 * What a write waits for before it is acknowledged.
 *
 * @param members how many members, for {@link Kind#MEMBERS}; otherwise 0
 * @param applied the same members must have applied it too
 */
public record WriteConcern(Kind kind, int members, boolean applied) {

  public enum Kind {
    /** Committed, and applied on the leader. */
    MAJORITY,
    /** Fsynced by every voter and every counted learner. */
    ALL,
    /** Fsynced by so many members, the leader included. */
    MEMBERS,
    /** Fsynced by the leader; may be rolled back. */
    LOCAL
  }

  public static final WriteConcern MAJORITY = new WriteConcern(Kind.MAJORITY, 0, false);
  public static final WriteConcern ALL = new WriteConcern(Kind.ALL, 0, false);
  public static final WriteConcern LOCAL = new WriteConcern(Kind.LOCAL, 0, false);

  public WriteConcern {
    if (kind == Kind.MEMBERS ? members < 1 : members != 0) {
      throw new IllegalArgumentException(
          "a concern counts at least 1 member, or is majority, all or local; found " + members);
    }
  }

  /**
   * Fsynced by {@code count} members, the leader included; 2 is what others call semi-synchronous.
   */
  public static WriteConcern members(int count) {
    return new WriteConcern(Kind.MEMBERS, count, false);
  }

  /** The same, and applied by the same members. */
  public WriteConcern withApplied() {
    return new WriteConcern(kind, members, true);
  }

  /**
   * Reads {@code local} (or {@code primary}), {@code majority}, {@code all} or a number of members,
   * each possibly followed by {@code :applied}.
   *
   * @throws IllegalArgumentException when it is none of these; the message names the nearest
   */
  public static WriteConcern parse(String text) {
    var colon = text.indexOf(':');
    var name = (colon < 0 ? text : text.substring(0, colon)).toLowerCase(Locale.ROOT);
    if (colon >= 0 && !text.substring(colon + 1).equalsIgnoreCase("applied")) {
      throw Spelling.unknown("concern suffix", text.substring(colon + 1), List.of("applied"));
    }
    var concern = parseKind(name);
    return colon < 0 ? concern : concern.withApplied();
  }

  private static WriteConcern parseKind(String name) {
    if (!name.isEmpty() && name.length() < 6 && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return members(Integer.parseInt(name));
    }
    return switch (name) {
      case "majority" -> MAJORITY;
      case "all" -> ALL;
      case "local", "primary" -> LOCAL;
      default ->
          throw Spelling.unknown(
              "concern", name, List.of("local", "primary", "majority", "all", "2"));
    };
  }

  @Override
  public String toString() {
    var name =
        kind == Kind.MEMBERS ? Integer.toString(members) : kind.name().toLowerCase(Locale.ROOT);
    return applied ? name + ":applied" : name;
  }
}
