package io.quorate.server.config;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Where a value came from, as told to people: {@code n1.yaml:3}, {@code QUORATE_PRESET}, {@code
 * --set preset}, {@code preset lan}.
 */
record Source(String text) {
  static final Source DEFAULT = new Source("default");

  static Source flag(String key) {
    return new Source("--set " + key);
  }

  static Source environment(String variable) {
    return new Source(variable);
  }

  static Source file(Path file, int line) {
    return new Source(file + ":" + line);
  }

  static Source preset(Preset preset) {
    return new Source("preset " + preset.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return text;
  }
}
