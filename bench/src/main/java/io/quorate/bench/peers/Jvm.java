package io.quorate.bench.peers;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Programs in the jars of a store: run by the JDK that we run on. */
public final class Jvm {
  private Jvm() {}

  /** The command of a JVM with the class path of {@code peer}, up to the main class. */
  public static List<String> command(Peer peer, List<String> flags) {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(flags);
    command.add("-cp");
    command.add(
        jars(peer).stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    return command;
  }

  /** The version in the name of the jar {@code artifact-VERSION.jar}. */
  public static String version(Peer peer, String artifact) {
    return jars(peer).stream()
        .map(jar -> jar.getFileName().toString())
        .filter(name -> name.matches(artifact + "-\\d.*\\.jar"))
        .map(name -> name.substring(artifact.length() + 1, name.length() - ".jar".length()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no jar " + artifact + " in " + jars(peer)));
  }

  private static List<Path> jars(Peer peer) {
    if (peer.getClass().getClassLoader() instanceof StoreLoader loader) return loader.jars();
    throw new IllegalArgumentException(peer.name() + " has no jars of its own");
  }
}
