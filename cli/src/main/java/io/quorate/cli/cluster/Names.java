package io.quorate.cli.cluster;

import org.jspecify.annotations.Nullable;

/** Node names of the client, where empty means none. */
final class Names {
  private Names() {}

  static @Nullable String orNull(String name) {
    return name.isEmpty() ? null : name;
  }

  static String orNone(String name) {
    return name.isEmpty() ? "none" : name;
  }
}
