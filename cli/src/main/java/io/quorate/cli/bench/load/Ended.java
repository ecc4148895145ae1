package io.quorate.cli.bench.load;

import java.util.Locale;

/** How a run ended. */
public enum Ended {
  /** After its time. */
  DONE,
  /** Somebody asked for it. */
  INTERRUPTED,
  /** The store did not answer any more, or nothing but errors. */
  UNANSWERED;

  /** The word of reports: {@code done}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
