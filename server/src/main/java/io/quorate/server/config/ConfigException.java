package io.quorate.server.config;

import java.util.List;

/**
 * The settings cannot be used. Its message has one line per problem; each says key, expected, found
 * and where it came from.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  public ConfigException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
