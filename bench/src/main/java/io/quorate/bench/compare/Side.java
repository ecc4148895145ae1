package io.quorate.bench.compare;

import io.quorate.bench.turns.Clients;
import io.quorate.bench.turns.QuorateClients;
import io.quorate.bench.turns.Row;
import io.quorate.bench.turns.Store;
import io.quorate.chaos.Await;
import io.quorate.chaos.cluster.LogFile;
import io.quorate.chaos.cluster.Site;
import io.quorate.cli.Terminal;
import io.quorate.cli.local.LocalCluster;
import io.quorate.cli.local.LocalNode;
import io.quorate.cli.local.NodeProcess;
import io.quorate.client.QuorateClient;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A build of Quorate: three nodes that its own {@code quorate up} has started. */
final class Side implements Store {
  private static final int NODES = 3;

  /** Between the ports of two nodes, as {@code up} has it. */
  private static final int STRIDE = 10;

  private static final int TAIL = 20;
  private static final Duration END = Duration.ofSeconds(30);

  private final String name;
  private final Path jar;

  /** Of the cluster, which may be there although {@code up} has failed. */
  private volatile @Nullable Path folder;

  Side(String name, Path jar) {
    this.name = name;
    this.jar = jar;
  }

  @Override
  public String name() {
    return name;
  }

  /** Whether its nodes start with an AOT cache: one that was made of these very jars. */
  boolean hasCache() throws IOException {
    var cache = jar.resolveSibling("quorate.aot");
    var libraries = jar.resolveSibling("lib");
    if (!Files.exists(cache) || isNewer(jar, cache) || !Files.isDirectory(libraries)) return false;
    try (var library = Files.newDirectoryStream(libraries, "quorate-*.jar")) {
      for (var each : library) {
        if (isNewer(each, cache)) return false;
      }
    }
    return true;
  }

  private static boolean isNewer(Path file, Path than) throws IOException {
    return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) > 0;
  }

  @Override
  public void start(Path where) throws IOException, InterruptedException {
    folder = where;
    var builder =
        new ProcessBuilder(command(where))
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true);
    // Nodes as shipped: nothing of the caller's.
    builder.environment().keySet().removeIf(variable -> variable.startsWith("QUORATE_"));
    var up = builder.start();
    var said = new String(up.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (up.waitFor() != 0) {
      throw new AssertionError("quorate up of %s failed: %s".formatted(name, said));
    }
  }

  // As ./quorate starts it.
  private List<String> command(Path where) {
    return List.of(
        ProcessHandle.current().info().command().orElseThrow(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx256m",
        "-jar",
        jar.toString(),
        "up",
        "--data",
        where.toString(),
        "--nodes",
        Integer.toString(NODES),
        "--base-port",
        Integer.toString(basePort()));
  }

  /** The first of free ports for all nodes: a block of ten for each, one after the other. */
  private static int basePort() {
    var first = freeBlock();
    for (var last = first; last < first + STRIDE * (NODES - 1); ) {
      var next = freeBlock();
      if (next != last + STRIDE) first = next;
      last = next;
    }
    return first;
  }

  private static int freeBlock() {
    return Site.LOOPBACK.place(1).basePort();
  }

  /** Empty as long as {@code up} has not got to starting nodes. */
  private Optional<LocalCluster> cluster() {
    var where = folder;
    if (where == null) return Optional.empty();
    try {
      return LocalCluster.find(where, Terminal.ofProgram(Map.of()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LocalCluster running() {
    return cluster().orElseThrow(() -> new IllegalStateException(name + " was not started"));
  }

  /** Without the commit, which the build takes from the main worktree, not from that it builds. */
  @Override
  public String version() {
    var endpoints = running().endpoints();
    try (var client = QuorateClient.builder().endpoints(endpoints).build()) {
      return client.admin().localStatus(endpoints.getFirst()).version().replaceFirst("\\+.*", "");
    }
  }

  @Override
  public Clients clients(Row row) {
    return QuorateClients.open(running().endpoints(), row);
  }

  @Override
  public List<ProcessHandle> processes() {
    return running().nodes().stream().map(this::process).toList();
  }

  @Override
  public void requireAlive() {
    running().nodes().forEach(this::process);
  }

  private ProcessHandle process(LocalNode node) {
    return NodeProcess.find(node).orElseThrow(() -> new AssertionError(ended(node)));
  }

  private String ended(LocalNode node) {
    var log = new LogFile(node.folder().resolve("node.log"));
    return "%s of %s has ended; its log is %s, and ends:\n%s"
        .formatted(node.name(), name, log.path(), log.tail(TAIL));
  }

  /** At once: their data is not needed any more. */
  @Override
  public void close() {
    var nodes = cluster().map(LocalCluster::nodes).orElse(List.of());
    for (var node : nodes) NodeProcess.find(node).ifPresent(ProcessHandle::destroyForcibly);
    // Not by the handles: the nodes are not our children, and Java looks after those every few
    // seconds only.
    Await.until(
        name + " has ended",
        END,
        () -> nodes.stream().allMatch(node -> NodeProcess.find(node).isEmpty()),
        nodes::toString);
  }
}
