package io.quorate.cli.local;

import io.quorate.cli.CommandFailure;
import io.quorate.cli.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code cluster.json}: the shape of a local cluster and its processes. Others read it too, so its
 * names are stable; what it lacks on top of the nodes' addresses is derived.
 *
 * @param settings configuration keys, dotted, that were set for all nodes
 */
record ClusterFile(Path folder, int basePort, Map<String, String> settings, List<LocalNode> nodes) {
  /** Between the ports of two nodes. */
  private static final int STRIDE = 10;

  ClusterFile {
    settings = Map.copyOf(settings);
    nodes = List.copyOf(nodes);
  }

  /** A new cluster: the voters n1 … and after them the learners. */
  static ClusterFile of(
      Path folder, int voters, int learners, int basePort, Map<String, String> settings) {
    var nodes = new ArrayList<LocalNode>();
    for (var i = 0; i < voters + learners; i++) {
      var name = "n" + (i + 1);
      var port = basePort + STRIDE * i;
      nodes.add(new LocalNode(name, i >= voters, port, folder.resolve(name), 0, 0));
    }
    return new ClusterFile(folder, basePort, settings, nodes);
  }

  long voters() {
    return nodes.stream().filter(node -> !node.learner()).count();
  }

  long learners() {
    return nodes.size() - voters();
  }

  /** The highest port that any node listens on. */
  int lastPort() {
    return nodes.getLast().ports().getLast();
  }

  List<String> endpoints() {
    return nodes.stream().map(LocalNode::grpc).toList();
  }

  Optional<LocalNode> node(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
  }

  ClusterFile with(LocalNode changed) {
    return new ClusterFile(
        folder,
        basePort,
        settings,
        nodes.stream().map(node -> node.name().equals(changed.name()) ? changed : node).toList());
  }

  ClusterFile withSettings(Map<String, String> added) {
    var all = new LinkedHashMap<>(settings);
    all.putAll(added);
    return new ClusterFile(folder, basePort, all, nodes);
  }

  /** Replaces the file in one step, so that a reader never meets half of it. */
  void save() throws IOException {
    Files.createDirectories(folder);
    var next = folder.resolve("cluster.json.next");
    var document =
        Json.fields()
            .add("nodes", nodes.stream().map(LocalNode::toJson).toList())
            .add("mode", "consensus")
            .add("base_port", basePort)
            .add("settings", settings);
    Files.writeString(next, Json.text(document) + "\n");
    Files.move(next, path(folder), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Empty when there is no local cluster in the folder. */
  static Optional<ClusterFile> load(Path folder) throws IOException {
    var path = path(folder);
    if (!Files.exists(path)) return Optional.empty();
    try {
      var root = map(Json.parse(Files.readString(path)));
      var nodes = new ArrayList<LocalNode>();
      for (var node : list(root.get("nodes"))) nodes.add(node(folder, map(node)));
      if (nodes.isEmpty()) throw new IllegalArgumentException("it lists no nodes");
      var settings = new LinkedHashMap<String, String>();
      map(root.getOrDefault("settings", Map.of()))
          .forEach((key, value) -> settings.put(key, String.valueOf(value)));
      return Optional.of(new ClusterFile(folder, nodes.getFirst().basePort(), settings, nodes));
    } catch (IllegalArgumentException | com.fasterxml.jackson.core.JsonProcessingException e) {
      throw CommandFailure.failed(path + " is not what `quorate up` wrote: " + e.getMessage());
    }
  }

  static Path path(Path folder) {
    return folder.resolve("cluster.json");
  }

  private static LocalNode node(Path folder, Map<String, @Nullable Object> fields) {
    var name = text(fields, "id");
    var grpc = text(fields, "grpc");
    var port = Integer.parseInt(grpc.substring(grpc.lastIndexOf(':') + 1));
    var learner = Boolean.TRUE.equals(fields.get("learner"));
    return new LocalNode(
        name,
        learner,
        port,
        folder.resolve(name),
        number(fields.get("pid")),
        number(fields.get("started_ms")));
  }

  private static String text(Map<String, @Nullable Object> fields, String name) {
    if (fields.get(name) instanceof String text) return text;
    throw new IllegalArgumentException("a node has no \"" + name + "\"");
  }

  private static long number(@Nullable Object value) {
    return value instanceof Long number ? number : 0;
  }

  @SuppressWarnings("unchecked") // Json.parse makes no other maps
  private static Map<String, @Nullable Object> map(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) return (Map<String, @Nullable Object>) map;
    throw new IllegalArgumentException("expected an object");
  }

  private static List<?> list(@Nullable Object value) {
    if (value instanceof List<?> list) return list;
    throw new IllegalArgumentException("expected \"nodes\" to be a list");
  }
}
