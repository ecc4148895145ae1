package io.quorate.cli.local;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that says which local cluster is meant. */
public final class DataFolder {
  private static final Path DEFAULT = Path.of(".quorate");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The local cluster's folder; .quorate in the working directory unless given.")
  private Path folder = DEFAULT;

  public boolean isDefault() {
    return folder.equals(DEFAULT);
  }

  public Path path() {
    return folder.toAbsolutePath().normalize();
  }
}
