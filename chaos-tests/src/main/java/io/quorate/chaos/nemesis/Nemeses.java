package io.quorate.chaos.nemesis;

import java.util.List;
import java.util.stream.Stream;

/** All kinds of faults. */
public final class Nemeses {
  private static final List<Nemesis> ALL =
      Stream.of(
              Processes.all(),
              Transfers.all(),
              Networks.all(),
              Disks.all(),
              Clocks.all(),
              Administration.all())
          .flatMap(List::stream)
          .toList();

  private Nemeses() {}

  public static List<Nemesis> all() {
    return ALL;
  }

  public static Nemesis named(String name) {
    return ALL.stream()
        .filter(nemesis -> nemesis.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no nemesis " + name + " in " + ALL));
  }
}
