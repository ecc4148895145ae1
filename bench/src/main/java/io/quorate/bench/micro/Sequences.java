package io.quorate.bench.micro;

/**
 * A client's sequences, entry by entry, as of a client that is kept busy: two entries are in
 * flight, so each operation acknowledges those of the entry before the last one.
 */
final class Sequences {
  /** Above it and below 2^35 a sequence is five bytes long in the log. */
  private static final long BASE = 1L << 28;

  private long last = BASE;
  private long lastOfPrevious = BASE;
  private long acknowledged = BASE;

  /** Begins an entry; answers the sequence of its first operation, which the others follow. */
  long begin(int operations) {
    acknowledged = lastOfPrevious;
    lastOfPrevious = last;
    last += operations;
    return lastOfPrevious + 1;
  }

  /** What every operation of the entry says to have received. */
  long acknowledged() {
    return acknowledged;
  }
}
