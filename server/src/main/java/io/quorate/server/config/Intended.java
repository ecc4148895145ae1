package io.quorate.server.config;

import java.util.Locale;

/** What the node shall become in its group once it has caught up. */
public enum Intended {
  VOTER,
  LEARNER;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
