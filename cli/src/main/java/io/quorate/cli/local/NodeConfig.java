package io.quorate.cli.local;

import io.quorate.cli.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The configuration file of a local node: what the cluster's shape asks for, then the settings
 * given with {@code --set}.
 */
final class NodeConfig {
  /**
   * What YAML would take for a number, a truth value, a list or a map is written as it is; all else
   * is quoted.
   */
  private static final Pattern PLAIN = Pattern.compile("-?\\d+(\\.\\d+)?|true|false|\\[.*]|\\{.*}");

  private final Map<String, Object> root = new LinkedHashMap<>();

  private NodeConfig() {}

  static void write(ClusterFile cluster, LocalNode node) throws IOException {
    Files.createDirectories(node.folder());
    Files.writeString(node.config(), text(cluster, node));
  }

  static String text(ClusterFile cluster, LocalNode node) {
    var config = new NodeConfig();
    config.set("cluster", "quorate");
    config.set("node.name", node.name());
    config.set("node.data_dir", node.data().toString());
    config.set("node.intended", node.learner() ? "learner" : "voter");
    config.set("listen.host", LocalNode.HOST);
    config.set("listen.base_port", Integer.toString(node.basePort()));
    config.set("advertise_host", LocalNode.HOST);
    config.set("members", members(cluster));
    config.set("preset", "lan");
    config.set("insecure", "false");
    cluster.settings().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(setting -> config.set(setting.getKey(), setting.getValue()));
    var text = new StringBuilder("# Written by `quorate up`, again with each `up --set`.\n");
    append(text, config.root, "");
    return text.toString();
  }

  private static String members(ClusterFile cluster) {
    return cluster.nodes().stream()
        .filter(node -> !node.learner())
        .map(node -> Json.text(node.name() + "=" + node.grpc()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  @SuppressWarnings("unchecked") // only this method adds maps
  private void set(String dottedKey, String value) {
    var parts = List.of(dottedKey.split("\\.", -1));
    var map = root;
    for (var part : parts.subList(0, parts.size() - 1)) {
      if (!(map.get(part) instanceof Map)) map.put(part, new LinkedHashMap<String, Object>());
      map = (Map<String, Object>) map.get(part);
    }
    map.put(parts.getLast(), value);
  }

  private static void append(StringBuilder text, Map<?, ?> map, String indent) {
    map.forEach(
        (key, value) -> {
          text.append(indent).append(key).append(':');
          if (value instanceof Map<?, ?> nested) {
            text.append('\n');
            append(text, nested, indent + "  ");
          } else {
            text.append(' ').append(scalar(value.toString())).append('\n');
          }
        });
  }

  // A JSON string is a YAML string.
  private static String scalar(String value) {
    return PLAIN.matcher(value).matches() ? value : Json.text(value);
  }
}
