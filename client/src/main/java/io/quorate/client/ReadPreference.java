package io.quorate.client;

import java.util.Arrays;
import java.util.Locale;

/**
 * Which node serves a read. The primary is the leader; everything else that serves, learners
 * included, is a secondary.
 */
public enum ReadPreference {
  /** The leader only. */
  PRIMARY,
  /** The leader, or another node while none is known or it does not answer. */
  PRIMARY_PREFERRED,
  /** Any node but the leader, in turn. */
  SECONDARY,
  /** Any node but the leader, in turn; the leader when there is no other. */
  SECONDARY_PREFERRED,
  /** The node with the lowest measured round trip, the leader included. */
  NEAREST;

  /**
   * Reads {@code primary-preferred} and the like.
   *
   * @throws IllegalArgumentException when it is none of these; the message names the nearest
   */
  public static ReadPreference parse(String text) {
    for (var preference : values()) {
      if (preference.toString().equals(text.toLowerCase(Locale.ROOT))) {
        return preference;
      }
    }
    throw Spelling.unknown(
        "preference", text, Arrays.stream(values()).map(ReadPreference::toString).toList());
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
