package io.quorate.client;

import io.quorate.client.internal.TokenText;

/**
 * "At least this fresh": a position in the cluster's history, handed out by every write and every
 * read. Pass it on, between threads, processes and languages, and read with {@link
 * Consistency#atLeast}. Its parts are for diagnosis.
 *
 * @param group the replication group, opaque
 */
public record Token(Bytes group, long epoch, long term, long index) {

  /** The higher of the two by (epoch, term, index): the one a session must not fall behind. */
  public Token max(Token other) {
    var order = Long.compareUnsigned(epoch, other.epoch);
    if (order == 0) {
      order = Long.compareUnsigned(term, other.term);
    }
    if (order == 0) {
      order = Long.compareUnsigned(index, other.index);
    }
    return order >= 0 ? this : other;
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException when it is no token
   */
  public static Token parse(String text) {
    return TokenText.parse(text);
  }

  /** base64url of the protocol's {@code Token} message, without padding. */
  @Override
  public String toString() {
    return TokenText.format(this);
  }
}
