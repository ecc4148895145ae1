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
          "-Xms64m",
          "-XX:+UseSerialGC",
          "-XX:NewRatio=1",
          "-XX:SurvivorRatio=2",
          "-XX:TieredStopAtLevel=1",
          "-XX:ReservedCodeCacheSize=64m",
          "-XX:MaxDirectMemorySize=128m",
          "-Xss512k",
          "-XX:+UseTransparentHugePages",
          "-XX:-OmitStackTraceInFastThrow",
          "-XX:+ExitOnOutOfMemoryError");

  private ServerJar() {}

  /** The command line up to the arguments of a node. */
  static List<String> command(String heap, List<String> jvm, ServerProgram program) {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(FLAGS);
    command.add("-Xmx" + heap);
    command.addAll(jvm);
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
