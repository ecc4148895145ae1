package io.quorate.chaos.nemesis;

import java.util.List;

/**
 * A kind of fault.
 *
 * @param errors regular expressions of the errors that it makes nodes log
 */
public record Nemesis(String name, Means means, Toll toll, List<String> errors, Strike strike) {
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
    return new Nemesis(name, means, toll, List.of(), strike);
  }

  Nemesis allowing(String... regex) {
    return new Nemesis(name, means, toll, List.of(regex), strike);
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
