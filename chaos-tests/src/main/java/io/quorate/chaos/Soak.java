package io.quorate.chaos;

import io.quorate.chaos.cluster.ServerProgram;
import io.quorate.chaos.nemesis.Means;
import io.quorate.chaos.nemesis.Nemeses;
import io.quorate.chaos.nemesis.Nemesis;
import io.quorate.chaos.scenario.Act;
import io.quorate.chaos.scenario.Judgement;
import io.quorate.chaos.scenario.Scenario;
import io.quorate.chaos.workload.Workload;
import io.quorate.chaos.workload.Workloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Random workloads under random nemeses for as long as asked, until the first violation, whose
 * folder is kept: {@code chaos-tests/lab/soak --hours 2 [--seed N] [--workloads a,b] [--nemeses
 * c,d+e] [--nodes 3] [--preset ci]}. What is named is taken instead of drawn. Nemeses are drawn
 * without replacement, so that all have struck after some eight rounds. What repeats a round is
 * printed with it.
 */
public final class Soak {
  private static final int NEMESES = 6;
  private static final int WORKLOADS = 3;

  /** Of so many rounds one is on disks of their own: they are few on a machine, and slow. */
  private static final int ROUNDS_PER_DISK_ROUND = 4;

  /** Drawn for such a round beside those of disks, so that both may strike at once. */
  private static final int BESIDE_DISKS = 3;

  private static final List<String> KNOWN =
      List.of(
          "--hours",
          "--seed",
          "--first",
          "--rounds",
          "--nodes",
          "--preset",
          "--workloads",
          "--nemeses");

  private final Map<String, String> options;
  private final Map<String, Integer> strikes = new TreeMap<>();
  private final Map<String, Integer> judged = new TreeMap<>();

  private Soak(Map<String, String> options) {
    this.options = options;
  }

  /** Status 1 when a round failed, 2 for wrong arguments. */
  public static void main(String[] arguments) throws Exception {
    var options = new LinkedHashMap<String, String>();
    for (var i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    if (List.of(arguments).equals(List.of("--help"))) {
      System.out.println("soak takes " + String.join(", ", KNOWN) + ", each with a value");
      return;
    }
    if (arguments.length % 2 != 0 || !KNOWN.containsAll(options.keySet())) {
      System.err.println("wrong arguments: " + Arrays.toString(arguments) + "; known: " + KNOWN);
      System.exit(2);
    }
    System.exit(new Soak(options).run() ? 0 : 1);
  }

  private boolean run() throws Exception {
    var begin = System.nanoTime();
    var limit = Duration.ofMinutes((long) (60 * number("--hours", "1")));
    var seed = (long) number("--seed", Long.toString(System.nanoTime() & 0xFFFF_FFFFL));
    var first = (int) number("--first", "0");
    var rounds = (int) number("--rounds", Integer.toString(Integer.MAX_VALUE));
    Nemeses.all().stream()
        .filter(nemesis -> nemesis.means().missing().isPresent())
        .forEach(
            nemesis ->
                Report.line("NOT TESTED: %s, because: %s", nemesis, nemesis.means().missing()));
    for (var round = first;
        round - first < rounds && System.nanoTime() - begin < limit.toNanos();
        round++) {
      var scenario = scenario(seed, round);
      Report.line("round %d: --seed %d --first %d --rounds 1", round, seed, round);
      try {
        count(scenario, scenario.run());
      } catch (Exception | AssertionError e) {
        e.printStackTrace();
        Report.line("round %d FAILED, seed %d: %s", round, seed, scenario.folder());
        return false;
      }
      var hours = (System.nanoTime() - begin) / 3.6e12;
      Report.line(
          "%d rounds, %.2f h, no violation; operations %s; strikes %s; not yet struck: %s",
          round + 1 - first, hours, judged, strikes, neverStruck());
    }
    return true;
  }

  private List<String> neverStruck() {
    return Nemeses.all().stream()
        .map(Nemesis::name)
        .filter(name -> !strikes.containsKey(name))
        .toList();
  }

  private double number(String option, String otherwise) {
    return Double.parseDouble(options.getOrDefault(option, otherwise));
  }

  private void count(Scenario scenario, List<Judgement> judgements) {
    scenario.acts().stream()
        .flatMap(act -> act.nemeses().stream())
        .forEach(nemesis -> strikes.merge(nemesis.name(), 1, Integer::sum));
    judgements.forEach(
        judgement -> judged.merge(judgement.workload(), judgement.operations(), Integer::sum));
  }

  private Scenario scenario(long seed, int round) {
    var random = new SplittableRandom(seed + round);
    var nodes = (int) number("--nodes", random.nextInt(4) == 0 ? "5" : "3");
    return new Scenario(
        "soak-" + seed + "-" + round,
        nodes,
        seed + round,
        workloads(random),
        acts(seed, round, nodes, random),
        Scenario.ENOUGH,
        ServerProgram.RELEASED,
        Map.of("preset", options.getOrDefault("--preset", "ci")));
  }

  private List<Workload> workloads(SplittableRandom random) {
    var named = options.get("--workloads");
    return named != null
        ? Arrays.stream(named.split(",")).map(Workloads::named).toList()
        : Act.shuffled(Workloads.all(), random).subList(0, WORKLOADS);
  }

  private List<Act> acts(long seed, int round, int nodes, SplittableRandom random) {
    var named = options.get("--nemeses");
    if (named != null) {
      return Arrays.stream(named.split(",")).map(Soak::act).toList();
    }
    var onDisks = round % ROUNDS_PER_DISK_ROUND == ROUNDS_PER_DISK_ROUND - 1;
    var diskRounds = round / ROUNDS_PER_DISK_ROUND;
    var struck =
        new ArrayList<>(drawn(of(onDisks), seed, onDisks ? diskRounds : round - diskRounds));
    if (onDisks) {
      // Not of networks: their nodes' namespaces would hold on to a disk that is unmounted.
      Act.shuffled(of(false), random).stream()
          .filter(nemesis -> nemesis.means().family() != Means.NETWORK)
          .limit(BESIDE_DISKS)
          .forEach(struck::add);
    }
    return Act.composed(struck, nodes, random);
  }

  private static List<Nemesis> of(boolean disks) {
    return Nemeses.all().stream()
        .filter(nemesis -> nemesis.means().missing().isEmpty())
        .filter(nemesis -> (nemesis.means().family() == Means.DISK) == disks)
        .toList();
  }

  private static Act act(String names) {
    return new Act(Arrays.stream(names.split("\\+")).map(Nemeses::named).toList());
  }

  /** The next few of all, which are shuffled anew whenever all were drawn. */
  private static List<Nemesis> drawn(List<Nemesis> all, long seed, int round) {
    var drawn = new LinkedHashSet<Nemesis>();
    for (var i = 0; i < NEMESES; i++) {
      var number = round * NEMESES + i;
      var lap = number / all.size();
      drawn.add(Act.shuffled(all, new SplittableRandom(seed + lap)).get(number % all.size()));
    }
    return List.copyOf(drawn);
  }
}
