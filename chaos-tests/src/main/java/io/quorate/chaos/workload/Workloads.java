package io.quorate.chaos.workload;

import java.util.List;
import java.util.function.Supplier;

/** All kinds of use; each run takes new ones. */
public final class Workloads {
  private static final List<Supplier<Workload>> ALL =
      List.of(
          Registers::new,
          ListAppends::new,
          Counter::plain,
          Counter::exactlyOnce,
          Bank::new,
          Sessions::new,
          Locks::new,
          Scans::new,
          Staleness::new);

  private Workloads() {}

  public static List<Workload> all() {
    return ALL.stream().map(Supplier::get).toList();
  }

  public static Workload named(String name) {
    return all().stream()
        .filter(workload -> workload.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no workload " + name + " in " + all()));
  }
}
