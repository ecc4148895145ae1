package io.quorate.testkit;

import io.quorate.cli.local.LocalCluster;
import io.quorate.cli.local.LocalNode;
import io.quorate.client.QuorateClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** The cluster of one test class, and what belongs to it. */
final class TestCluster implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final int PORTS_OF_A_NODE = 10;
  private static final int FIRST_PORT = 20_000;
  private static final int LAST_PORT = 32_000;
  private static final int TRIES = 100;
  private static final int LINES = 30;

  private final Path folder;
  private final LocalCluster processes;
  private final QuorateClient client;
  private final ClusterControl control;
  private boolean failed;

  private TestCluster(Path folder, LocalCluster processes, Duration timeout) {
    this.folder = folder;
    this.processes = processes;
    this.client =
        QuorateClient.builder()
            .endpoints(processes.nodes().stream().map(LocalNode::grpc).toList())
            .clientName("quorate-testkit")
            .build();
    this.control = new ClusterControl(processes, client.admin(), timeout);
  }

  static TestCluster start(QuorateCluster wanted) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("quorate-test");
    var processes =
        LocalCluster.create(
            folder,
            wanted.nodes(),
            wanted.learners(),
            freePorts(PORTS_OF_A_NODE * (wanted.nodes() + wanted.learners())),
            settings(wanted),
            System.getenv());
    var timeout = Duration.ofSeconds(wanted.timeoutSeconds());
    // Processes outlive the JVM that started them; one that is ended in the middle takes them
    // along.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> killAll(processes), "quorate-testkit"));
    try {
      processes.up(timeout);
    } catch (IOException | InterruptedException | RuntimeException e) {
      killAll(processes);
      throw e;
    }
    return new TestCluster(folder, processes, timeout);
  }

  private static void killAll(LocalCluster processes) {
    for (var node : processes.nodes())
      Faults.process(node).ifPresent(ProcessHandle::destroyForcibly);
  }

  private static Map<String, String> settings(QuorateCluster wanted) {
    var settings = new LinkedHashMap<String, String>();
    // Tests start nodes again and again, and have no time for it.
    settings.put("election.warm_up", "false");
    for (var pair : wanted.settings()) {
      var equals = pair.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "@QuorateCluster(settings): expected key=value, found \"" + pair + "\"");
      }
      settings.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return settings;
  }

  /** The first of {@code count} ports in a row that nobody listens on. */
  private static int freePorts(int count) {
    for (var attempt = 0; attempt < TRIES; attempt++) {
      var first = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT - count);
      if (IntStream.range(first, first + count).allMatch(TestCluster::isFree)) return first;
    }
    throw new IllegalStateException(
        "no %d free ports in a row between %d and %d".formatted(count, FIRST_PORT, LAST_PORT));
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  QuorateClient client() {
    return client;
  }

  ClusterControl control() {
    return control;
  }

  /** What the nodes said last, for whoever has to find out why a test failed. */
  String account() throws IOException {
    failed = true;
    var text = new StringBuilder("The cluster of the failed test; it stays in " + folder + "\n");
    for (var node : processes.nodes()) {
      text.append("--- ").append(node.name()).append('\n');
      for (var line : LocalCluster.lastLines(node, LINES)) text.append(line).append('\n');
    }
    return text.toString();
  }

  @Override
  public void close() {
    client.close();
    try {
      control.healMachine();
    } finally {
      Faults.run(
          () -> {
            processes.stop(processes.nodes(), GRACE);
            if (!failed) processes.wipe();
          });
    }
  }
}
