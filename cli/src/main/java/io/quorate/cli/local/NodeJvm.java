package io.quorate.cli.local;

import io.quorate.server.Main;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the JVM of a local node is started: small, since several share one machine. */
final class NodeJvm {
  /** When set, replaces {@link #TUNING}. */
  static final String OVERRIDE = "QUORATE_JVM_OPTS";

  /**
   * glibc otherwise keeps an arena of up to 64 MiB per thread that ever called malloc, and RocksDB
   * has many.
   */
  static final Map<String, String> ENVIRONMENT = Map.of("MALLOC_ARENA_MAX", "2");

  /** Not the command line's: what that needs to parse its verbs would be loaded in vain. */
  private static final String MAIN = Main.class.getName();

  private static final List<String> NEEDED =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  // Only the first compiler: the second one's work is worth its price after minutes, and until then
  // takes the processors from elections and writes where several nodes share two cores.
  // Half of the heap for what dies young, and room there for the seconds that entries of the log
  // are cached: what grows old is collected in pauses as long as an election time-out.
  // Huge pages: a JVM of 4 KiB pages takes far longer to die, and its peers notice its death only
  // then.
  // Stack traces stay in hot code: the log of a failure is what the reader has.
  private static final List<String> TUNING =
      List.of(
          "-Xms64m",
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:NewRatio=1",
          "-XX:SurvivorRatio=2",
          "-XX:TieredStopAtLevel=1",
          "-XX:MaxDirectMemorySize=128m",
          "-XX:ReservedCodeCacheSize=64m",
          "-Xss512k",
          "-XX:+UseTransparentHugePages",
          "-XX:-OmitStackTraceInFastThrow",
          "-XX:+ExitOnOutOfMemoryError");

  private NodeJvm() {}

  /** The command up to the main class of a node, ready for its arguments. */
  static List<String> command(Map<String, String> environment) {
    var classPath = classPath();
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(NEEDED);
    var override = environment.getOrDefault(OVERRIDE, "");
    command.addAll(override.isBlank() ? TUNING : List.of(override.strip().split("\\s+")));
    command.addAll(aotCache(classPath));
    if (!isJar(classPath)) command.add("-Dlogback.configurationFile=" + logging());
    command.addAll(List.of("-cp", classPath, MAIN));
    return command;
  }

  // The runnable jar normally; a real class path in an IDE or a test.
  private static String classPath() {
    var ours = System.getProperty("java.class.path");
    return isJar(ours) ? Path.of(ours).toAbsolutePath().toString() : ours;
  }

  /** The server's own: a class path of tests has another way of logging on it. */
  private static String logging() {
    var home = Main.class.getProtectionDomain().getCodeSource().getLocation().toString();
    return home.endsWith(".jar") ? "jar:" + home + "!/logback.xml" : home + "logback.xml";
  }

  private static boolean isJar(String classPath) {
    return classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
  }

  /**
   * The cache that the build has recorded beside the jar. The JVM checks that it was made of this
   * jar and by this Java, and goes on without it otherwise, which costs seconds and nothing else.
   */
  private static List<String> aotCache(String classPath) {
    if (!isJar(classPath)) return List.of();
    var cache = Path.of(classPath).resolveSibling("quorate.aot");
    return Files.exists(cache)
        ? List.of("-XX:AOTCache=" + cache, "-Xlog:disable", "-Xlog:all=error:stderr")
        : List.of();
  }
}
