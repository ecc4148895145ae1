package io.quorate.cli.data;

import io.quorate.client.Bytes;
import java.io.IOException;
import java.util.Optional;

/**
 * Keys with their values, from a file or from the running JDK; can be read again and again, always
 * in the same order.
 */
interface Pairs {
  /** A key and its value; {@code number} is its line or its position, from 1. */
  record Pair(long number, Bytes key, Bytes value) {}

  /** Reads them once, from the first on. */
  interface Cursor extends AutoCloseable {
    /**
     * The next pair; empty at the end.
     *
     * @throws io.quorate.cli.CommandFailure naming the line when it is malformed
     */
    Optional<Pair> next() throws IOException;

    @Override
    void close() throws IOException;
  }

  /** For messages. */
  String name();

  Cursor open() throws IOException;
}
