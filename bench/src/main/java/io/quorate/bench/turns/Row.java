package io.quorate.bench.turns;

import java.util.List;
import java.util.Locale;

/** A load that stores are compared under: so many callers, each waits for its answer. */
public enum Row {
  PUT_256(Work.PUT, 256),
  PUT_64(Work.PUT, 64),
  PUT_16(Work.PUT, 16),
  /** A client for each caller: none has anything to batch. */
  PUT_256_CONNECTIONS(Work.PUT, 256, true),
  PUT_1(Work.PUT, 1),
  GET_256(Work.GET, 256),
  GET_1(Work.GET, 1),
  GET_LEASE_256(Work.GET_LEASE, 256),
  GET_LEASE_1(Work.GET_LEASE, 1),
  GET_FOLLOWER_256(Work.GET_FOLLOWER, 256),
  GET_EVENTUAL_256(Work.GET_EVENTUAL, 256);

  private final Work work;
  private final int callers;
  private final boolean separate;

  Row(Work work, int callers) {
    this(work, callers, false);
  }

  Row(Work work, int callers, boolean separate) {
    this.work = work;
    this.callers = callers;
    this.separate = separate;
  }

  /** The row of that word; {@link IllegalArgumentException} when there is none. */
  public static Row of(String word) {
    for (var row : values()) {
      if (row.toString().equals(word)) return row;
    }
    throw new IllegalArgumentException(
        "there is no row \"%s\"; there are %s".formatted(word, words()));
  }

  static String words() {
    return String.join(",", all().stream().map(Row::toString).toList());
  }

  public static List<Row> all() {
    return List.of(values());
  }

  public Work work() {
    return work;
  }

  public int callers() {
    return callers;
  }

  /** Whether each caller has a client of its own. */
  public boolean separate() {
    return separate;
  }

  /**
   * Connections of a store whose clients keep {@code usual} of them, if there are as many callers.
   */
  public int connections(int usual) {
    return separate ? callers : Math.min(usual, callers);
  }

  /** The word of options and reports: {@code put-256}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
