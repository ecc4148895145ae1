package io.quorate.cli.data;

import java.io.InputStream;

/** The pairs that come in on a stream; they can be read only once. */
record StreamPairs(InputStream in, LineFormat format) implements Pairs {
  @Override
  public String name() {
    return "stdin";
  }

  @Override
  public Cursor open() {
    return new FilePairs.Lines(name(), in, format);
  }
}
