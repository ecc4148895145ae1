package io.quorate.chaos;

import io.quorate.chaos.nemesis.Means;
import io.quorate.chaos.nemesis.Nemeses;
import io.quorate.chaos.scenario.Act;
import io.quorate.chaos.scenario.Judgement;
import io.quorate.chaos.scenario.Scenario;
import io.quorate.chaos.workload.Workload;
import io.quorate.chaos.workload.Workloads;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Random workloads under random nemeses for as long as asked, until the first violation, whose
 * folder is kept: {@code chaos-tests/lab/soak --hours 2 [--seed N] [--workloads a,b] [--nemeses
 * c,d+e] [--nodes 3]}. What is named is taken instead of drawn. The seed of each round is printed;
 * with it and {@code --rounds 1} the round is repeated.
 */
public final class Soak {
  private static final int NEMESES = 6;
  private static final int WORKLOADS = 3;

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
    var known = List.of("--hours", "--seed", "--rounds", "--nodes", "--workloads", "--nemeses");
    if (arguments.length % 2 != 0 || !known.containsAll(options.keySet())) {
      System.err.println("wrong arguments: " + Arrays.toString(arguments) + "; known: " + known);
      System.exit(2);
    }
    System.exit(new Soak(options).run() ? 0 : 1);
  }

  private boolean run() throws Exception {
    var begin = System.nanoTime();
    var limit = Duration.ofMinutes((long) (60 * number("--hours", "1")));
    var seed = (long) number("--seed", Long.toString(System.nanoTime() & 0xFFFF_FFFFL));
    var rounds = (int) number("--rounds", Integer.toString(Integer.MAX_VALUE));
    for (var round = 0; round < rounds && System.nanoTime() - begin < limit.toNanos(); round++) {
      var scenario = scenario(seed + round);
      Report.line("round %d: --seed %d --rounds 1", round, scenario.seed());
      try {
        count(scenario, scenario.run());
      } catch (Exception | AssertionError e) {
        e.printStackTrace();
        Report.line("round %d FAILED, seed %d: %s", round, scenario.seed(), scenario.folder());
        return false;
      }
      var hours = (System.nanoTime() - begin) / 3.6e12;
      Report.line(
          "%d rounds, %.2f h, no violation; operations %s; strikes %s",
          round + 1, hours, judged, strikes);
    }
    return true;
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

  private Scenario scenario(long seed) {
    var random = new SplittableRandom(seed);
    var nodes = (int) number("--nodes", random.nextInt(4) == 0 ? "5" : "3");
    return new Scenario("soak-" + seed, nodes, seed, workloads(random), acts(random, nodes));
  }

  private List<Workload> workloads(SplittableRandom random) {
    var named = options.get("--workloads");
    return named != null
        ? Arrays.stream(named.split(",")).map(Workloads::named).toList()
        : first(Workloads.all(), WORKLOADS, random);
  }

  private List<Act> acts(SplittableRandom random, int nodes) {
    var named = options.get("--nemeses");
    if (named != null) {
      return Arrays.stream(named.split(",")).map(Soak::act).toList();
    }
    var possible =
        Nemeses.all().stream().filter(nemesis -> nemesis.means().missing().isEmpty()).toList();
    // Disks of their own are few on a machine, and slow: either they or the rest.
    var onDisks = random.nextInt(4) == 0;
    var candidates =
        possible.stream().filter(each -> onDisks || each.means().family() != Means.DISK).toList();
    return Act.composed(first(candidates, NEMESES, random), nodes, random);
  }

  private static Act act(String names) {
    return new Act(Arrays.stream(names.split("\\+")).map(Nemeses::named).toList());
  }

  private static <T> List<T> first(List<T> all, int count, SplittableRandom random) {
    return Act.shuffled(all, random).subList(0, Math.min(count, all.size()));
  }
}
