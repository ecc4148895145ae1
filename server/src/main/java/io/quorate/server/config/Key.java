package io.quorate.server.config;

import java.util.Locale;

/**
 * One thing that can be set.
 *
 * @param name dotted, as in the file and for --set
 * @param meaning one sentence for people
 */
public record Key<T>(String name, Type<T> type, Fallback<T> fallback, String meaning) {
  static final String ENVIRONMENT_PREFIX = "QUORATE_";

  /**
   * The same name as an environment variable: {@code node.data_dir} is {@code
   * QUORATE_NODE_DATA_DIR}.
   */
  public String environmentName() {
    return ENVIRONMENT_PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_');
  }
}
