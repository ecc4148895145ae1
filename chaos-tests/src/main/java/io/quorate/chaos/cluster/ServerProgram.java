package io.quorate.chaos.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the nodes of a cluster run: the server, or a program that wires it otherwise.
 *
 * @param classes where the main class is found, if not in the server's jar, which it may use
 * @param arguments before those of the server
 */
public record ServerProgram(Optional<Path> classes, String main, List<String> arguments) {
  public static final ServerProgram RELEASED =
      new ServerProgram(Optional.empty(), "io.quorate.server.Main", List.of());

  public ServerProgram {
    arguments = List.copyOf(arguments);
  }
}
