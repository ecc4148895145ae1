package io.quorate.server.topology;

import java.util.function.IntSupplier;

/**
 * Which version of log entries this node may write when it leads. One that a member does not know
 * would stop that member: so it is version 1 until all were asked in this leadership, or until the
 * node has applied newer ones, which its members must then know. Any thread.
 */
public final class EntryVersions {
  private final IntSupplier applied;
  private volatile int known = 1;

  /**
   * @param applied the newest version of the entries that this node has applied, 1 if there was
   *     none
   */
  public EntryVersions(IntSupplier applied) {
    this.applied = applied;
  }

  public int usable() {
    return Math.max(known, applied.getAsInt());
  }

  /** Every member applies entries of this version. */
  public void allKnow(int version) {
    known = Math.max(known, version);
  }

  /** Nobody was asked: this node does not lead any more. */
  public void forget() {
    known = 1;
  }
}
