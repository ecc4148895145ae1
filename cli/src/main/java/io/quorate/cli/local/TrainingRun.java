package io.quorate.cli.local;

import io.quorate.client.QuorateClient;
import io.quorate.client.QuorateException;
import io.quorate.server.Node;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * What a JVM does while the build records its AOT cache (JEP 483, 515): three nodes in one process
 * and the everyday calls. What is not done here starts as slowly as without a cache, and works as
 * well.
 *
 * <p>Nothing of the command line's parser is touched: its class files are of a version that the
 * cache cannot hold, and JDK 25.0.3 crashes while it archives a lambda with such a type.
 */
public final class TrainingRun {
  private static final int NODES = 3;
  private static final int OPERATIONS = 300;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private TrainingRun() {}

  public static void main(String[] args) throws Exception {
    var folder = Files.createTempDirectory("quorate-training");
    try {
      run(folder);
    } finally {
      Folders.delete(folder);
    }
    System.exit(0); // also ends what libraries have left running
  }

  private static void run(Path folder) throws Exception {
    var members = new ArrayList<String>();
    for (var port : freePorts()) {
      members.add("n" + (members.size() + 1) + "=127.0.0.1:" + port);
    }
    var nodes = new ArrayList<Node>();
    try {
      for (var number = 1; number <= NODES; number++) {
        nodes.add(new Node(config(folder, number, members)));
      }
      var starts = nodes.stream().map(TrainingRun::start).toArray(CompletableFuture<?>[]::new);
      CompletableFuture.allOf(starts).join();
      var endpoints = members.stream().map(member -> member.split("=", 2)[1]).toList();
      use(endpoints);
    } finally {
      nodes.forEach(Node::close);
    }
  }

  private static CompletableFuture<Void> start(Node node) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            node.start();
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        task -> Thread.ofPlatform().daemon().start(task));
  }

  private static io.quorate.server.config.NodeConfig config(
      Path folder, int number, List<String> members) {
    var name = "n" + number;
    var port = members.get(number - 1).replaceFirst(".*:", "");
    return io.quorate.server.config.NodeConfig.load(
        null,
        Map.of(),
        Map.of(
            "cluster", "training",
            "node.name", name,
            "node.data_dir", folder.resolve(name).toString(),
            "listen.host", "127.0.0.1",
            "listen.base_port", port,
            "advertise_host", "127.0.0.1",
            "members", String.join(",", members),
            "preset", "ci",
            "disk.ballast_bytes", "1MiB"));
  }

  /** First ports of three free ranges of ten. */
  private static List<Integer> freePorts() throws IOException {
    var sockets = new ArrayList<ServerSocket>();
    try {
      var found = new ArrayList<Integer>();
      while (found.size() < NODES) {
        var socket = new ServerSocket(0);
        sockets.add(socket);
        var base = socket.getLocalPort() / 10 * 10;
        if (!found.contains(base)
            && IntStream.range(base, base + 10)
                .noneMatch(port -> port != socket.getLocalPort() && PortOwner.taken(port))) {
          found.add(base);
        }
      }
      return found;
    } finally {
      for (var socket : sockets) socket.close();
    }
  }

  private static void use(List<String> endpoints) throws InterruptedException {
    try (var client =
        QuorateClient.builder().endpoints(endpoints).timeout(Duration.ofSeconds(5)).build()) {
      awaitWritable(client);
      var kv = client.kv();
      var calls = new ArrayList<CompletableFuture<?>>();
      for (var i = 0; i < OPERATIONS; i++) {
        calls.add(kv.async().put("key/" + i, "value " + i));
        calls.add(kv.async().get("key/" + i));
        if (calls.size() >= 60) {
          calls.forEach(CompletableFuture::join);
          calls.clear();
        }
      }
      calls.forEach(CompletableFuture::join);
    }
  }

  private static void awaitWritable(QuorateClient client) throws InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        if (client.admin().status().writable()) return;
      } catch (QuorateException e) {
        // asked again
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("no leader within " + PATIENCE);
      }
      Thread.sleep(50);
    }
  }
}
