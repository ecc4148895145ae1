package io.quorate.bench.micro;

import io.quorate.command.EntryCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Entries of one client's puts as a follower finds them in its log. They are encoded before
 * anything is measured and come again and again: each time only the sequences are written over,
 * which takes a few nanoseconds for a put.
 */
final class EncodedEntries {
  private static final int PUTS = 100_000;
  private static final byte SEQUENCE_TAG = 0x10;
  private static final byte ACKNOWLEDGED_TAG = 0x18;

  /** Of a number with its tag; {@link Sequences} keeps numbers as long as they are. */
  private static final int NUMBER_BYTES = 6;

  private static final class Template {
    private final byte[] bytes;

    /** Where the sequence of each operation begins, which the acknowledged one follows. */
    private final int[] marks;

    Template(byte[] bytes, int operations) {
      this.bytes = bytes;
      this.marks = marks(bytes, operations);
    }

    byte[] with(long first, long acknowledged) {
      for (var i = 0; i < marks.length; i++) {
        mark(first + i, acknowledged, bytes, marks[i]);
      }
      return bytes;
    }
  }

  private final List<Template> templates = new ArrayList<>();
  private final Sequences sequences = new Sequences();
  private int turn;

  /** Encodes entries of so many puts, some 100,000 puts in all. */
  void fill(long sessionId, int count, Puts puts) {
    for (var left = PUTS; left > 0; left -= count) {
      var bytes = EntryCodec.encode(new Writer(sessionId).next(count, puts::next));
      templates.add(new Template(bytes, count));
    }
  }

  /** It is written over when the entries begin again. */
  byte[] next() {
    var template = templates.get(turn);
    turn = turn + 1 == templates.size() ? 0 : turn + 1;
    var first = sequences.begin(template.marks.length);
    return template.with(first, sequences.acknowledged());
  }

  private static int[] marks(byte[] entry, int count) {
    var written = new Sequences();
    var first = written.begin(count);
    var marks = new int[count];
    var mark = new byte[2 * NUMBER_BYTES];
    for (var i = 0; i < count; i++) {
      mark(first + i, written.acknowledged(), mark, 0);
      marks[i] = find(mark, entry, i == 0 ? 0 : marks[i - 1] + mark.length);
    }
    return marks;
  }

  private static int find(byte[] mark, byte[] entry, int from) {
    for (var at = from; at + mark.length <= entry.length; at++) {
      if (Arrays.equals(mark, 0, mark.length, entry, at, at + mark.length)) return at;
    }
    throw new IllegalStateException("a LogCommand has another form than log.proto said once");
  }

  private static void mark(long sequence, long acknowledged, byte[] to, int offset) {
    number(SEQUENCE_TAG, sequence, to, offset);
    number(ACKNOWLEDGED_TAG, acknowledged, to, offset + NUMBER_BYTES);
  }

  /** As Protocol Buffers write it: seven bits a byte, the lowest first. */
  private static void number(byte tag, long number, byte[] to, int offset) {
    to[offset] = tag;
    for (var i = 1; i < NUMBER_BYTES; i++) {
      var more = i + 1 < NUMBER_BYTES ? 0x80 : 0;
      to[offset + i] = (byte) ((number >>> (7 * (i - 1)) & 0x7f) | more);
    }
  }
}
