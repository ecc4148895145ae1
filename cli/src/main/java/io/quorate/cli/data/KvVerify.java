package io.quorate.cli.data;

import io.quorate.cli.ClientVerb;
import io.quorate.cli.ExitCode;
import io.quorate.cli.output.Json;
import io.quorate.cli.output.Table;
import io.quorate.client.NodeStatus;
import io.quorate.client.QuorateClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate kv verify}. */
@Command(
    name = "verify",
    description = {
      "Reads every pair of a file, or of --jrt, back from every node, and compares byte for byte.",
      "Each value is asked of each node in turn, and counts only when that very node served it.",
      "Exit code 1 when a node lacks a key or holds another value."
    },
    footer = {
      "",
      "Examples:",
      "  quorate kv verify users.tsv",
      "  quorate kv verify --jrt --prefix jdk/ --consistency eventual"
    })
final class KvVerify extends ClientVerb {
  private static final int SHOWN = 10;

  @Mixin private PairSource source = new PairSource();

  @Option(
      names = "--consistency",
      paramLabel = "linearizable|eventual",
      description = "What each node may answer; linearizable unless given.")
  private Consistency consistency = Consistency.LINEARIZABLE;

  /** What makes sense for a single node. */
  enum Consistency {
    LINEARIZABLE,
    EVENTUAL;

    io.quorate.client.Consistency ofClient() {
      return switch (this) {
        case LINEARIZABLE -> io.quorate.client.Consistency.LINEARIZABLE;
        case EVENTUAL -> io.quorate.client.Consistency.EVENTUAL;
      };
    }
  }

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "Reads in flight on each node; 256 unless given.")
  private int window = 256;

  @Override
  protected int run(QuorateClient client) throws IOException, InterruptedException {
    if (window < 1 || window > 10_000) throw usage("--window is 1 to 10,000; found " + window);
    var pairs = source.pairs(terminal());
    var nodes = new ArrayList<NodeReader>();
    try {
      for (var node : client.admin().status().nodes()) nodes.add(reader(node));
      var startedAt = System.nanoTime();
      var keys = compare(pairs, nodes);
      report(keys, nodes, (System.nanoTime() - startedAt) / 1e9);
      return nodes.stream().allMatch(NodeReader::allMatch) ? ExitCode.DONE : ExitCode.FAILED;
    } finally {
      nodes.forEach(NodeReader::close);
    }
  }

  private NodeReader reader(NodeStatus node) {
    var client =
        QuorateClient.builder()
            .endpoints(node.address())
            .discover(false)
            .timeout(root().timeout())
            .consistency(consistency.ofClient())
            .build();
    return new NodeReader(node.id(), client, window);
  }

  private long compare(Pairs pairs, List<NodeReader> nodes)
      throws IOException, InterruptedException {
    var keys = 0L;
    try (var cursor = pairs.open();
        var progress =
            new ProgressLine(
                terminal(),
                count ->
                    String.format(
                        Locale.ROOT, "read %,d keys from %d nodes", count, nodes.size()))) {
      for (var pair = cursor.next(); pair.isPresent(); pair = cursor.next()) {
        for (var node : nodes) node.ask(pair.get());
        progress.show(++keys);
      }
      for (var node : nodes) node.finish();
    }
    return keys;
  }

  private void report(long keys, List<NodeReader> nodes, double seconds) {
    var ok = nodes.stream().allMatch(NodeReader::allMatch);
    if (output().json()) {
      output()
          .document(
              Json.fields()
                  .add("ok", ok)
                  .add("keys", keys)
                  .add("seconds", seconds)
                  .add("nodes", nodes.stream().map(NodeReader::toJson).toList()));
      return;
    }
    var table = new Table("NODE", "MATCH", "MISSING", "DIFFERENT");
    for (var node : nodes) table.row(node.name(), node.matched(), node.missing(), node.different());
    output().text(table.toString());
    for (var node : nodes) {
      node.mismatches().stream()
          .limit(SHOWN)
          .forEach(text -> output().note(node.name() + ": " + text));
    }
    output()
        .line(
            ok
                ? "%,d keys, byte for byte the same on %d nodes, in %.1f s"
                    .formatted(keys, nodes.size(), seconds)
                : "not the same");
  }
}
