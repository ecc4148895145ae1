package io.quorate.chaos.cluster;

import java.util.List;

/** Where the nodes of a cluster run. */
public interface Site {
  /** This machine's loopback, ten free ports for each node. */
  Site LOOPBACK = number -> new Place("127.0.0.1", Ports.block(), List.of());

  /** A place for node {@code number}, counted from 1. */
  Place place(int number);

  /**
   * One node's place.
   *
   * @param prefix of the command that starts a process there
   */
  record Place(String host, int basePort, List<String> prefix) {
    public Place {
      prefix = List.copyOf(prefix);
    }
  }
}
