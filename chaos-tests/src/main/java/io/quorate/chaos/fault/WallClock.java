package io.quorate.chaos.fault;

import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.cluster.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Wall clocks of single nodes that jump while they run, by a library (lab/skewclock.c) that is
 * loaded before the JVM's own. Their monotonic clocks and waits stay right.
 */
public final class WallClock {
  private final Path folder;
  private final Path library;

  private WallClock(Path folder, Path library) {
    this.folder = folder;
    this.library = library;
  }

  /** Compiles the library into {@code folder}. */
  public static WallClock compile(Path folder) throws IOException {
    Files.createDirectories(folder);
    var library = folder.resolve("skewclock.so").toAbsolutePath();
    Shell.run(
        "gcc",
        "-O2",
        "-shared",
        "-fPIC",
        "-o",
        library.toString(),
        Path.of("lab", "skewclock.c").toAbsolutePath().toString(),
        "-ldl");
    return new WallClock(folder, library);
  }

  /** The variables of a node's process; see {@code ClusterBuilder.environment}. */
  public Map<String, String> environment(Map<String, String> given) {
    var node = given.getOrDefault("NODE", "");
    write(file(node), Duration.ZERO);
    var ours = new HashMap<>(given);
    ours.put("LD_PRELOAD", library.toString());
    ours.put("SKEW_FILE", file(node).toString());
    return ours;
  }

  /** From now on the node's wall clock is {@code offset} ahead of the truth. */
  public void set(ClusterNode node, Duration offset) {
    write(file(node.name()), offset);
  }

  private Path file(String node) {
    return folder.resolve(node + ".skew").toAbsolutePath();
  }

  private static void write(Path file, Duration offset) {
    var bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    bytes.putLong(offset.toMillis()).flip();
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(bytes, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
