package io.quorate.bench.peers;

import io.quorate.bench.turns.Round;
import io.quorate.bench.turns.Row;
import java.util.List;

/** What became of a row with one peer. */
sealed interface Result {
  String peer();

  Row row();

  /**
   * It was measured.
   *
   * @param meaning how the peer does what the row asks for
   */
  record Compared(String peer, Row row, String meaning, List<Round> quorate, List<Round> theirs)
      implements Result {
    public Compared {
      quorate = List.copyOf(quorate);
      theirs = List.copyOf(theirs);
    }
  }

  /** The peer has nothing like it. */
  record NotOffered(String peer, Row row) implements Result {}

  /** The peer could not be had, or one of the two gave up. */
  record Failed(String peer, Row row, String why) implements Result {}
}
