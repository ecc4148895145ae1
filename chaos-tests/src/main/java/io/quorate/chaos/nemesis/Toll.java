package io.quorate.chaos.nemesis;

/**
 * What a fault takes out at most.
 *
 * @param silenced nodes that do not answer, or not one another, at the same time
 * @param deprived nodes that lose, for good, what they had acknowledged
 * @param minority as many nodes as a cluster can do without are silenced beside these
 */
public record Toll(int silenced, int deprived, boolean minority) {
  /** A node is silent for a while and keeps everything. */
  public static final Toll ONE = new Toll(1, 0, false);

  /** The largest minority, one node of three and two of five. */
  public static final Toll MINORITY = new Toll(0, 0, true);

  /** Nobody is silent for longer than it takes to find another leader. */
  public static final Toll NONE = new Toll(0, 0, false);

  public static final Toll ALL = new Toll(Short.MAX_VALUE, 0, false);

  /** A node loses its data. */
  public static final Toll DATA_OF_ONE = new Toll(1, 1, false);

  public Toll plus(Toll other) {
    return new Toll(
        silenced + other.silenced + (minority && other.minority ? 1 : 0),
        deprived + other.deprived,
        minority || other.minority);
  }

  /** Whether a majority of {@code nodes} can go on. */
  public boolean leavesMajority(int nodes) {
    return silenced <= (minority ? 0 : (nodes - 1) / 2);
  }

  /** Whether everything acknowledged is still on a node of every majority of {@code nodes}. */
  public boolean leavesData(int nodes) {
    return deprived <= (nodes - 1) / 2;
  }
}
