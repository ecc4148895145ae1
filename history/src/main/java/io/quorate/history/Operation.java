package io.quorate.history;

import org.jspecify.annotations.Nullable;

/**
 * An invocation and what became of it. Values are strings, longs, doubles, booleans, lists, maps
 * and null, as in JSON.
 *
 * @param source the file that it stands in
 * @param f what was asked: one of the constants here, or something that no checker knows
 * @param key null where the operation is not on one key
 * @param argument the value of the invocation
 * @param result the value of the completion; the invocation's where that has none
 * @param invokedAt ns, on the clock that all sources share
 * @param returnedAt ns; {@link Long#MAX_VALUE} when the outcome is INFO
 * @param invokeLine from 1
 * @param returnLine 0 when the history ends before it does
 */
public record Operation(
    String source,
    long process,
    String f,
    @Nullable String key,
    @Nullable Object argument,
    @Nullable Object result,
    Outcome outcome,
    long invokedAt,
    long returnedAt,
    long invokeLine,
    long returnLine,
    Details details) {
  /** Registers. A null value is an absent key. */
  public static final String READ = "read";

  public static final String WRITE = "write";

  /** The argument is {@code [from, to]}. */
  public static final String CAS = "cas";

  public static final String DELETE = "delete";

  /** Deletes the keys of {@code [start, end)}, each on its own; the argument is these two. */
  public static final String DELETE_RANGE = "delete_range";

  /** Elle's list-append: {@code [["append", key, value], ["r", key, null or list], …]}. */
  public static final String TXN = "txn";

  /** Counters: adds the argument, which may be negative, to the number that {@code read} reads. */
  public static final String ADD = "add";

  /** The result is an object of all accounts and their balances, of one state. */
  public static final String BALANCES = "balances";

  /** Takes the lock named by the key. */
  public static final String ACQUIRE = "acquire";

  public static final String RELEASE = "release";

  /** One page of a scan; the result is the list of its keys, in order. */
  public static final String SCAN = "scan";

  /** A batch of a change feed; the result is a list of {@code [index, position]}. */
  public static final String FEED = "feed";

  /**
   * The recorder could not keep up: this key (null: every key) lacks operations, and nothing can be
   * said of it.
   */
  public static final String DROPPED = "dropped";

  public boolean ok() {
    return outcome == Outcome.OK;
  }

  /** Whether it returned before the other was invoked; at the same instant is not before. */
  public boolean precedes(Operation other) {
    return returnedAt < other.invokedAt;
  }

  public @Nullable Version version() {
    return details.version();
  }

  /** Whose guarantees hold for it: its session, or else its process. */
  public String session() {
    var named = details.session();
    return named != null ? named : source + "#" + process;
  }

  /** Whether it writes a register, or may have. */
  public boolean mutates() {
    return outcome != Outcome.FAIL && (f.equals(WRITE) || f.equals(CAS) || f.equals(DELETE));
  }

  /** What a register holds after it. Only of one that {@link #mutates}. */
  public @Nullable Object written() {
    if (f.equals(DELETE)) {
      return null;
    }
    return f.equals(CAS) && argument instanceof java.util.List<?> pair ? pair.get(1) : argument;
  }

  /** For people: {@code write "a" if version 2 (line 3, process 1)}. */
  public String describe() {
    var shown = ok() && f.equals(READ) ? result : argument;
    var text = shown == null && !f.equals(READ) ? "" : " " + JsonText.of(shown);
    if (text.length() > 120) {
      text = text.substring(0, 117) + "...";
    }
    var expected = details.expected();
    var condition = expected == null ? "" : " if version " + expected;
    return f + text + condition + " (line " + invokeLine + ", process " + process + ")";
  }
}
