package io.quorate.cli.bench.load;

import java.util.Locale;

/** What an operation does. */
public enum Kind {
  PUT,
  GET;

  /** The word of reports: {@code put}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
