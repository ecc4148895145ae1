package io.quorate.server.failover;

import java.util.Locale;

/** What a node sees of another one's process when it dials its peer link. */
public enum Sight {
  /** It answers, and is the process that answered before. */
  ALIVE,
  /** Nobody listens there, or another process answers. */
  GONE,
  /** The connection is taken, and nothing said: it stands still. */
  SILENT,
  /** The connection is neither taken nor refused: there is no way to it. */
  UNREACHABLE,
  /** It was never heard of before, or its address is not known. */
  UNKNOWN;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Sight of(String word) {
    for (Sight sight : values()) {
      if (sight.word().equals(word)) {
        return sight;
      }
    }
    return UNKNOWN;
  }
}
