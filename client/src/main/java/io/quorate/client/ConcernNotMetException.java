package io.quorate.client;

import java.util.List;

/**
 * The write is committed and stays, but fewer members than wanted were known to hold it when the
 * time was up.
 */
public final class ConcernNotMetException extends QuorateException {
  private static final long serialVersionUID = 1;

  private final long index;
  private final transient List<String> acknowledgedBy;
  private final int wanted;

  public ConcernNotMetException(
      Failure failure, long index, List<String> acknowledgedBy, int wanted) {
    super(failure);
    this.index = index;
    this.acknowledgedBy = List.copyOf(acknowledgedBy);
    this.wanted = wanted;
  }

  /** Log index of the write. */
  public long index() {
    return index;
  }

  /** Names of the nodes that hold it. */
  public List<String> acknowledgedBy() {
    return acknowledgedBy;
  }

  /** How many members the concern asked for. */
  public int wanted() {
    return wanted;
  }
}
