package io.quorate.chaos.cluster;

import io.quorate.chaos.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link Cluster} shall be, and runs tests on it. */
public final class ClusterBuilder {
  private static final Path BASE = Path.of("target", "chaos").toAbsolutePath();
  private static final int TAIL = 40;

  private final String name;
  private int nodes = 3;
  private int later;
  private String preset = "ci";
  private String heap = "256m";
  private List<String> jvm = List.of();
  private Site site = Site.LOOPBACK;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final List<Pattern> allowedErrors = new ArrayList<>();
  private UnaryOperator<Map<String, String>> environment = node -> node;
  private Body preparation = cluster -> {};
  private @Nullable Path folder;
  private ServerProgram program = ServerProgram.RELEASED;

  /** What is done with the cluster. */
  @FunctionalInterface
  public interface Body {
    void on(Cluster cluster) throws Exception;
  }

  ClusterBuilder(String name) {
    this.name = name;
    // The file that is given up on a full disk would be most of what a test writes.
    settings.put("disk.ballast_bytes", "1MiB");
    // What a scan left behind whose client was cut off is waited for at the end of a test.
    settings.put("reads.pinned_rest", "10s");
    // Where nodes start again and again it would only keep the processors busy.
    settings.put("election.warm_up", "false");
  }

  /** The initial voters, 3 unless said otherwise. */
  public ClusterBuilder nodes(int count) {
    nodes = count;
    return this;
  }

  /** Further nodes that are not started, nor among the initial members. */
  public ClusterBuilder laterNodes(int count) {
    later = count;
    return this;
  }

  /** {@code ci}, with patient time-outs, unless said otherwise; {@code lan} where they matter. */
  public ClusterBuilder preset(String value) {
    preset = value;
    return this;
  }

  /** Any key of the configuration. */
  public ClusterBuilder set(String key, String value) {
    settings.put(key, value);
    return this;
  }

  public ClusterBuilder heap(String size) {
    heap = size;
    return this;
  }

  /** Further flags of the nodes' JVMs, which win over those that they have anyhow. */
  public ClusterBuilder jvm(List<String> flags) {
    jvm = List.copyOf(flags);
    return this;
  }

  public ClusterBuilder site(Site where) {
    site = where;
    return this;
  }

  /** Variables of the processes, from a map that has {@code NODE}, the node's name. */
  public ClusterBuilder environment(UnaryOperator<Map<String, String>> variables) {
    environment = variables;
    return this;
  }

  /** Where everything of this cluster is kept, also when all goes well; it must be empty. */
  public ClusterBuilder in(Path where) {
    folder = where;
    return this;
  }

  /** What the nodes run, if not the server itself. */
  public ClusterBuilder program(ServerProgram other) {
    program = other;
    return this;
  }

  /**
   * Errors that this test provokes: lines in which one of {@code regex} is found are no failure.
   */
  public ClusterBuilder allowErrors(String... regex) {
    for (var each : regex) {
      allowedErrors.add(Pattern.compile(each));
    }
    return this;
  }

  /** Done once the folders of the nodes are there and before the first of them starts. */
  public ClusterBuilder beforeStart(Body what) {
    preparation = what;
    return this;
  }

  /** The cluster, with nothing started. */
  public Cluster build() {
    var folder = folder();
    var places = new ArrayList<Site.Place>();
    var members = new ArrayList<String>();
    for (var number = 1; number <= nodes + later; number++) {
      var place = site.place(number);
      places.add(place);
      if (number <= nodes) {
        members.add("n%d=%s:%d".formatted(number, place.host(), place.basePort()));
      }
    }
    var all = new ArrayList<ClusterNode>();
    for (var number = 1; number <= places.size(); number++) {
      all.add(node("n" + number, folder, places.get(number - 1), String.join(", ", members)));
    }
    return new Cluster(folder, all, allowedErrors);
  }

  private Path folder() {
    return folder != null
        ? folder.toAbsolutePath()
        : BASE.resolve(name + "-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
  }

  private ClusterNode node(String node, Path folder, Site.Place place, String members) {
    var files = new NodeFiles(folder.resolve(node));
    files.create(node, place, members, preset);
    var ours = new LinkedHashMap<>(settings);
    if (!site.equals(Site.LOOPBACK)) {
      ours.put("insecure", "true");
    }
    var variables = new HashMap<>(environment.apply(new HashMap<>(Map.of("NODE", node))));
    variables.remove("NODE");
    return new ClusterNode(
        node,
        place,
        files,
        new ClusterNode.Launch(program, heap, jvm, Map.copyOf(ours), variables));
  }

  /** The cluster, started and writable. */
  public Cluster start() {
    var cluster = build();
    try {
      preparation.on(cluster);
      start(cluster);
      return cluster;
    } catch (Exception | Error e) {
      fail(cluster, e);
      throw new AssertionError("the cluster could not be started", e);
    }
  }

  private void start(Cluster cluster) {
    var begin = System.nanoTime();
    cluster.nodes().subList(0, nodes).forEach(ClusterNode::start);
    cluster.awaitWritable(Duration.ofSeconds(90));
    cluster.awaitAllServing();
    Report.line("%s: up after %d ms", name, (System.nanoTime() - begin) / 1_000_000);
  }

  /**
   * Starts a cluster, does {@code body}, makes {@link Cluster#check} and stops. When anything fails
   * the ends of the logs are printed and the folder is kept.
   */
  public void run(Body body) throws Exception {
    var begin = System.nanoTime();
    var cluster = start();
    try {
      body.on(cluster);
      cluster.check();
    } catch (Exception | Error e) {
      fail(cluster, e);
      throw e;
    }
    discard(cluster);
    Report.line("%s: done after %d s", name, (System.nanoTime() - begin) / 1_000_000_000);
  }

  /** Stops the cluster and deletes its folder. */
  public static void discard(Cluster cluster) {
    cluster.close();
    delete(cluster.folder());
  }

  /** Tells what can be told of a failure, and stops the cluster. */
  public static void fail(Cluster cluster, Throwable failure) {
    Report.line("FAILED: %s", failure);
    Report.line("state: %s", cluster.describe());
    for (var node : cluster.nodes()) {
      Report.line("last lines of %s (%s):", node, node.log().path());
      System.out.println(node.log().tail(TAIL));
    }
    // Into their logs, which are kept: a node that hangs shows where.
    cluster.nodes().stream().filter(ClusterNode::isUp).forEach(ClusterNode::dumpThreads);
    cluster.close();
  }

  private static void delete(Path folder) {
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
