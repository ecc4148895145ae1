package io.quorate.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a stream as strict UTF-8, one at a time, with their numbers. */
final class Lines {
  /** No operation is larger; something that is not a history might be one endless line. */
  private static final int MAX_LINE_BYTES = 32 << 20;

  private final InputStream in;
  private final String source;
  private byte[] buffer = new byte[1 << 16];
  private int from;
  private int to;
  private long number;
  private boolean ended = true;

  Lines(InputStream in, String source) {
    this.in = in;
    this.source = source;
  }

  /** Of the line that {@link #next} answered last, from 1. */
  long number() {
    return number;
  }

  /** Whether that line had a line end: the last one of a program that was killed may lack it. */
  boolean ended() {
    return ended;
  }

  /** Without its end; null after the last. */
  @Nullable String next() throws IOException {
    var searched = from;
    while (true) {
      for (; searched < to; searched++) {
        if (buffer[searched] == '\n') {
          var line = text(searched);
          from = searched + 1;
          return line;
        }
      }
      var length = to - from;
      if (!fill()) {
        if (length == 0) {
          return null;
        }
        ended = false;
        var line = text(to);
        from = to;
        return line;
      }
      searched = from + length;
    }
  }

  private String text(int end) throws IOException {
    number++;
    var length = end - from;
    var ascii = true;
    for (var i = from; i < end; i++) {
      ascii &= buffer[i] >= 0;
    }
    if (ascii) {
      return new String(buffer, from, length, StandardCharsets.ISO_8859_1);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(buffer, from, length))
          .toString();
    } catch (CharacterCodingException invalid) {
      throw new MalformedHistoryException(source, number, "it is not UTF-8 text");
    }
  }

  /** Reads more behind what is there, which moves to the front; false at the end. */
  private boolean fill() throws IOException {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    if (to == buffer.length) {
      if (to >= MAX_LINE_BYTES) {
        throw new MalformedHistoryException(
            source, number + 1, "it is longer than " + MAX_LINE_BYTES + " bytes");
      }
      buffer = Arrays.copyOf(buffer, 2 * to);
    }
    var read = in.read(buffer, to, buffer.length - to);
    to += Math.max(0, read);
    return read > 0;
  }
}
