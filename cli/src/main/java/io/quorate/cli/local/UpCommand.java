package io.quorate.cli.local;

import io.quorate.cli.ExitCode;
import io.quorate.cli.Verb;
import io.quorate.cli.output.Json;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate up}. */
@Command(
    name = "up",
    description = {
      "Starts a local cluster of real background processes and waits until it takes writes.",
      "Node i listens on base+10(i-1): gRPC +0, Raft +1, HTTP +2, peer link +3; +4 and +5 are"
          + " Ratis' own.",
      "A second up on the same folder starts what is down. --timeout is 60s unless given."
    },
    footer = {"", "Example:", "  quorate up --nodes 3 --learners 1"})
public final class UpCommand extends Verb {
  private static final int DEFAULT_NODES = 3;
  private static final int DEFAULT_BASE_PORT = 7400;
  private static final int MOST_NODES = 31;
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  @Mixin private DataFolder data = new DataFolder();

  @Option(names = "--nodes", paramLabel = "N", description = "Voters; 3 unless given.")
  private @Nullable Integer nodes;

  @Option(
      names = "--learners",
      paramLabel = "N",
      description = "Members without a vote; none unless given.")
  private @Nullable Integer learners;

  @Option(
      names = "--mode",
      paramLabel = "consensus",
      description = "How the cluster replicates: consensus.")
  private String mode = "consensus";

  @Option(
      names = "--base-port",
      paramLabel = "PORT",
      description = "First port of n1; 7400 unless given.")
  private @Nullable Integer basePort;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "A configuration key for all nodes; may be repeated. Running nodes take it at their next"
              + " start.")
  private Map<String, String> settings = new TreeMap<>();

  @Override
  public Integer call() throws Exception {
    if (!mode.equals("consensus"))
      throw usage("--mode accepts only 'consensus'; found '" + mode + "'");
    var startedAt = System.nanoTime();
    var known = ClusterFile.load(data.path());
    var file = known.isPresent() ? again(known.get()) : anew();
    var cluster = new LocalCluster(terminal(), file);
    cluster.requireFreePorts(cluster.down());
    if (known.isEmpty() || !settings.isEmpty()) cluster.writeConfigs();
    cluster.up(root().timeoutOr(DEFAULT_TIMEOUT));
    report(cluster, Duration.ofNanos(System.nanoTime() - startedAt));
    return ExitCode.DONE;
  }

  private ClusterFile anew() {
    var voters = nodes == null ? DEFAULT_NODES : nodes;
    var others = learners == null ? 0 : learners;
    var port = basePort == null ? DEFAULT_BASE_PORT : basePort;
    if (voters < 1 || others < 0 || voters + others > MOST_NODES) {
      throw usage(
          "a local cluster has 1 to "
              + MOST_NODES
              + " nodes; asked for "
              + voters
              + " voters and "
              + others
              + " learners");
    }
    var file = ClusterFile.of(data.path(), voters, others, port, settings);
    if (port < 1 || file.lastPort() > 65_535)
      throw usage("no room for the nodes' ports from --base-port " + port + " on");
    return file;
  }

  /**
   * What exists keeps its shape: changing it is the cluster's own affair ({@code node add}), not
   * that of its processes.
   */
  private ClusterFile again(ClusterFile file) {
    requireSame("--nodes", nodes, file.voters());
    requireSame("--learners", learners, file.learners());
    requireSame("--base-port", basePort, file.basePort());
    return file.withSettings(settings);
  }

  private void requireSame(String option, @Nullable Integer asked, long actual) {
    if (asked != null && asked != actual) {
      throw usage(
          "%s has a cluster with %s %d, not %d; `quorate down --wipe --data %s` removes it"
              .formatted(data.path(), option, actual, asked, data.path()));
    }
  }

  private void report(LocalCluster cluster, Duration took) {
    var file = cluster.file();
    if (output().json()) {
      output()
          .document(
              Json.fields()
                  .add("nodes", file.nodes().stream().map(LocalNode::toJson).toList())
                  .add("endpoints", file.endpoints())
                  .add("data_dir", file.folder().toString())
                  .add("took_ms", took.toMillis()));
      return;
    }
    output().line("Ready after %.1f s.".formatted(took.toMillis() / 1_000.0));
    for (var node : file.nodes()) {
      output()
          .line(
              "  %s  gRPC %s  HTTP http://%s  process %d%s"
                  .formatted(
                      node.name(),
                      node.grpc(),
                      node.http(),
                      node.pid(),
                      node.learner() ? "  learner" : ""));
    }
    output().text(next(file));
  }

  private String next(ClusterFile file) {
    var elsewhere =
        file.basePort() == DEFAULT_BASE_PORT
            ? ""
            : "  export QUORATE_ENDPOINTS=" + String.join(",", file.endpoints()) + "\n";
    var folder = data.isDefault() ? "" : " --data " + file.folder();
    return "Try next:\n"
        + elsewhere
        + "  quorate kv put user:1 Ada\n"
        + "  quorate kv get user:1\n"
        + "  quorate status\n"
        + "  quorate kill n1"
        + folder
        + "\n"
        + "  quorate down"
        + folder
        + "\n";
  }
}
