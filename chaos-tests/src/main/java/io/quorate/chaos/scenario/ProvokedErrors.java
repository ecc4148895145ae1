package io.quorate.chaos.scenario;

import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.ClusterNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Holds the errors that nemeses provoke to the acts in which they strike. {@link Cluster#check}
 * lets them pass for the whole run, in which they could as well be the fault of something else.
 */
final class ProvokedErrors {
  private final Cluster cluster;
  private final List<Pattern> all;

  /** Lines of each node's log that were looked at. By number: clocks may be struck too. */
  private final Map<ClusterNode, Integer> seen = new HashMap<>();

  ProvokedErrors(Cluster cluster, List<Act> acts) {
    this.cluster = cluster;
    this.all = acts.stream().flatMap(act -> patterns(act).stream()).toList();
  }

  /**
   * Looks at what the nodes have logged since the last look.
   *
   * @throws AssertionError when it is an error that only another act explains
   */
  void requireOnlyOf(Act act) {
    var ours = patterns(act);
    for (var node : cluster.nodes()) {
      var lines = node.log().lines();
      var strange =
          lines.subList(seen.getOrDefault(node, 0), lines.size()).stream()
              .filter(line -> isFound(all, line) && !isFound(ours, line))
              .toList();
      seen.put(node, lines.size());
      if (!strange.isEmpty()) {
        throw new AssertionError(
            "%s logged what nothing in [%s] explains: %s"
                .formatted(node, act, String.join("\n", strange)));
      }
    }
  }

  private static List<Pattern> patterns(Act act) {
    return act.nemeses().stream()
        .flatMap(nemesis -> nemesis.errors().stream())
        .map(Pattern::compile)
        .toList();
  }

  private static boolean isFound(List<Pattern> patterns, String line) {
    return patterns.stream().anyMatch(pattern -> pattern.matcher(line).find());
  }
}
