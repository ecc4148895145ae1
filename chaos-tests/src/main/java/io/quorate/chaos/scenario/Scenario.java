package io.quorate.chaos.scenario;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterBuilder;
import io.quorate.chaos.cluster.ClusterNode;
import io.quorate.chaos.cluster.ServerProgram;
import io.quorate.chaos.nemesis.Arena;
import io.quorate.chaos.nemesis.Means;
import io.quorate.chaos.nemesis.Nemesis;
import io.quorate.chaos.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * One run: some workloads on one cluster, struck by one act after the other.
 *
 * @param nodes 3 or 5
 * @param seed of every choice of workloads and nemeses
 * @param enough operations of each workload that must succeed in every window, fewer of one whose
 *     take long; else it shows nothing
 * @param settings of the nodes, beyond the usual
 */
public record Scenario(
    String name,
    int nodes,
    long seed,
    List<Workload> workloads,
    List<Act> acts,
    int enough,
    ServerProgram program,
    Map<String, String> settings) {
  private static final Path BASE = Path.of("target", "chaos").toAbsolutePath();

  /** Operations of each workload in every window, unless said otherwise. */
  public static final int ENOUGH = 20;

  private static final Duration RECOVERY = Duration.ofMinutes(2);

  public Scenario {
    workloads = List.copyOf(workloads);
    acts = List.copyOf(acts);
    settings = Map.copyOf(settings);
  }

  public Scenario(String name, int nodes, long seed, List<Workload> workloads, List<Act> acts) {
    this(name, nodes, seed, workloads, acts, ENOUGH, ServerProgram.RELEASED, Map.of());
  }

  /** Where this run leaves its histories, logs and report. */
  public Path folder() {
    return BASE.resolve(name);
  }

  /**
   * Runs it.
   *
   * @throws AssertionError when a promise was broken, or when the run shows nothing
   */
  public List<Judgement> run() throws Exception {
    var judgements = judge();
    var broken = judgements.stream().filter(judgement -> !judgement.holds()).toList();
    if (!broken.isEmpty()) {
      throw new AssertionError(
          "%s, seed %d, kept in %s: %s".formatted(name, seed, folder(), broken));
    }
    discardData();
    return judgements;
  }

  /** Runs it and answers what the checkers say; fails only when it could not be run. */
  public List<Judgement> judge() throws Exception {
    delete(folder());
    Files.createDirectories(folder());
    var journal = new Journal(name, folder().resolve("report.txt"));
    journal.line("seed %d, %d nodes, workloads %s, nemeses %s", seed, nodes, names(), acts);
    try (var equipment = Equipment.of(means())) {
      return judge(equipment, journal);
    }
  }

  private String names() {
    return workloads.stream().map(Workload::name).collect(Collectors.joining(", "));
  }

  private List<Means> means() {
    return nemeses().stream().map(Nemesis::means).distinct().toList();
  }

  private List<Nemesis> nemeses() {
    return acts.stream().flatMap(act -> act.nemeses().stream()).toList();
  }

  private List<Judgement> judge(Equipment equipment, Journal journal) throws Exception {
    var builder =
        Cluster.named(name)
            .nodes(nodes)
            .in(folder())
            .program(program)
            .set("raft.log_segment_size", "4MiB")
            .set("raft.log_keep_bytes", "8MiB")
            .set("state.flush_bytes", "256KiB")
            .set("transfer.rate_bytes_per_second", "2MiB");
    settings.forEach(builder::set);
    nemeses().forEach(nemesis -> builder.allowErrors(nemesis.errors().toArray(String[]::new)));
    equipment.equip(builder);
    var cluster = builder.start();
    try {
      var crews = perform(cluster, equipment, journal);
      var pids = cluster.nodes().stream().map(ClusterNode::pid).toList();
      cluster.close();
      requireNoneLeft(pids);
      return judge(crews, journal);
    } catch (Exception | Error e) {
      journal.line("FAILED: %s", e);
      try {
        equipment.heal();
      } catch (RuntimeException unhealed) {
        e.addSuppressed(unhealed);
      }
      ClusterBuilder.fail(cluster, e);
      throw e;
    }
  }

  private static List<Judgement> judge(Map<Crew, List<Path>> histories, Journal journal)
      throws IOException {
    var judgements = new ArrayList<Judgement>();
    for (var each : histories.entrySet()) {
      var judgement = Judgement.of(each.getKey().workload(), each.getValue());
      judgements.add(judgement);
      journal.line("%s: %s", judgement.workload(), judgement);
    }
    return judgements;
  }

  /** Answers the histories. */
  private Map<Crew, List<Path>> perform(Cluster cluster, Equipment equipment, Journal journal)
      throws Exception {
    var crews =
        workloads.stream()
            .map(workload -> new Crew(workload, cluster, folder().resolve("history"), seed))
            .toList();
    var errors = new ProvokedErrors(cluster, acts);
    try {
      crews.forEach(Crew::start);
      journal.line("begun");
      new Window(crews, cluster, enough).await(Duration.ZERO);
      var arena = equipment.arena(cluster, new SplittableRandom(seed), journal);
      for (var act : acts) {
        perform(act, arena, crews, journal);
        errors.requireOnlyOf(act);
      }
    } finally {
      crews.forEach(Crew::stop);
    }
    crews.forEach(crew -> journal.line("%s: %s", crew.name(), crew.tally()));
    crews.forEach(Crew::finish);
    cluster.check();
    errors.requireOnlyOf(Act.of());
    journal.line("all nodes hold the same state: %s", cluster.describe());
    var histories = new LinkedHashMap<Crew, List<Path>>();
    crews.forEach(crew -> histories.put(crew, crew.close()));
    return histories;
  }

  private void perform(Act act, Arena arena, List<Crew> crews, Journal journal) throws Exception {
    var cluster = arena.cluster();
    var mendings = new ArrayDeque<Nemesis.Mending>();
    journal.line("%s strikes", act);
    try {
      for (var nemesis : act.nemeses()) {
        mendings.push(nemesis.strike().on(arena));
      }
      if (act.toll().leavesMajority(nodes)) {
        var window = new Window(crews, cluster, enough);
        journal.line("%s lasts: %s", act, window.await(act.lasting()));
      }
      journal.line("mending; %s", cluster.describe());
    } finally {
      while (!mendings.isEmpty()) {
        mendings.pop().mend();
      }
    }
    cluster.awaitAllServing(RECOVERY);
    var window = new Window(crews, cluster, enough);
    journal.line("%s is over: %s", act, window.await(Duration.ZERO));
  }

  private static void requireNoneLeft(List<Long> pids) {
    for (var pid : pids) {
      if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
        throw new AssertionError("process " + pid + " is left");
      }
    }
  }

  /** What is kept of a run in which all was well: everything but the data. */
  private void discardData() throws IOException {
    for (var number = 1; number <= nodes; number++) {
      delete(folder().resolve("n" + number).resolve("data"));
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
