package io.quorate.chaos.scenario;

import io.quorate.chaos.nemesis.Nemesis;
import io.quorate.chaos.nemesis.Toll;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** Nemeses that strike at the same time: one, or two that may be joined. */
public record Act(List<Nemesis> nemeses) {
  public Act {
    nemeses = List.copyOf(nemeses);
  }

  public static Act of(Nemesis... nemeses) {
    return new Act(List.of(nemeses));
  }

  /** All of {@code nemeses} once, in random order, and two at once where they may be joined. */
  public static List<Act> composed(List<Nemesis> nemeses, int nodes, SplittableRandom random) {
    var left = shuffled(nemeses, random);
    var acts = new ArrayList<Act>();
    while (!left.isEmpty()) {
      var first = left.removeFirst();
      var company = left.stream().filter(other -> first.joins(other, nodes)).findFirst();
      company.ifPresent(left::remove);
      acts.add(company.map(other -> of(first, other)).orElseGet(() -> of(first)));
    }
    return acts;
  }

  /** In an order that the generator alone decides. */
  public static <T> List<T> shuffled(List<T> all, SplittableRandom random) {
    var left = new ArrayList<>(all);
    var drawn = new ArrayList<T>();
    while (!left.isEmpty()) {
      drawn.add(left.remove(random.nextInt(left.size())));
    }
    return drawn;
  }

  Toll toll() {
    return nemeses.stream().map(Nemesis::toll).reduce(Toll.NONE, Toll::plus);
  }

  /** How long it is kept up at least. */
  Duration lasting() {
    return nemeses.stream()
        .map(Nemesis::lasting)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  @Override
  public String toString() {
    return nemeses.stream().map(Nemesis::name).collect(Collectors.joining(" + "));
  }
}
