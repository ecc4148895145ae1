package io.quorate.chaos.cluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program under test: the runnable jar of the build, or {@code -Dquorate.jar=FILE}. */
final class ServerJar {
  /** As `quorate up` starts its nodes. */
  private static final List<String> FLAGS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC",
          "-Xms64m",
          "-XX:ReservedCodeCacheSize=64m",
          "-XX:MaxDirectMemorySize=128m",
          "-Xss512k",
          "-XX:+UseTransparentHugePages",
          "-XX:-OmitStackTraceInFastThrow",
          "-XX:+ExitOnOutOfMemoryError");

  /** But that only the first compiler is used: a node of a test lives for seconds. */
  private static final String QUICK = "-XX:TieredStopAtLevel=1";

  private ServerJar() {}

  /**
   * The command line up to the arguments of a node.
   *
   * @param asShipped with all that `quorate up` gives to the JVM, and nothing else
   */
  static List<String> command(String heap, ServerProgram program, boolean asShipped) {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(FLAGS);
    if (!asShipped) {
      command.add(QUICK);
    }
    command.add("-Xmx" + heap);
    var jar = locate();
    var cache = jar.resolveSibling("quorate.aot");
    if (Files.exists(cache)) {
      command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:disable", "-Xlog:all=error:stderr"));
    }
    var path =
        program.classes().map(more -> jar + File.pathSeparator + more).orElse(jar.toString());
    command.addAll(List.of("-cp", path, program.main()));
    command.addAll(program.arguments());
    return command;
  }

  static Path locate() {
    var given = System.getProperty("quorate.jar");
    if (given != null) {
      return Path.of(given).toAbsolutePath();
    }
    for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      var jar = folder.resolve("cli/target/quorate.jar");
      if (Files.exists(jar)) {
        return jar;
      }
    }
    throw new IllegalStateException(
        "no cli/target/quorate.jar above " + Path.of("").toAbsolutePath() + ": mvn package first");
  }
}
