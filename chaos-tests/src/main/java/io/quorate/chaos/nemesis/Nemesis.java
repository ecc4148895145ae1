package io.quorate.chaos.nemesis;

import java.time.Duration;
import java.util.List;

/**
 * A kind of fault.
 *
 * @param lasting how long it is kept up at least once it has struck
 * @param errors regular expressions of the errors that it makes nodes log, which docs/errors.md
 *     explains
 */
public record Nemesis(
    String name, Means means, Toll toll, Duration lasting, List<String> errors, Strike strike) {
  /** Beyond an election time-out of preset {@code ci}, and time for some packets to be lost. */
  private static final Duration BY_AND_BY = Duration.ofSeconds(3);

  /** Makes something go wrong, and answers how it is mended. */
  @FunctionalInterface
  public interface Strike {
    Mending on(Arena arena) throws Exception;
  }

  /** Ends a fault; afterwards the nodes only need time. */
  @FunctionalInterface
  public interface Mending {
    void mend() throws Exception;
  }

  public Nemesis {
    errors = List.copyOf(errors);
  }

  static Nemesis of(String name, Means means, Toll toll, Strike strike) {
    return new Nemesis(name, means, toll, Duration.ZERO, List.of(), strike);
  }

  /** One that works by and by, and shows nothing in the moment that workloads take. */
  Nemesis gradual() {
    return new Nemesis(name, means, toll, BY_AND_BY, errors, strike);
  }

  Nemesis provoking(List<String> regexes) {
    return new Nemesis(name, means, toll, lasting, regexes, strike);
  }

  /** Whether the two may strike at the same time in a cluster of so many nodes. */
  public boolean joins(Nemesis other, int nodes) {
    var both = toll.plus(other.toll);
    return means.family() != other.means.family()
        && both.leavesData(nodes)
        && both.leavesMajority(nodes);
  }

  @Override
  public String toString() {
    return name;
  }
}
