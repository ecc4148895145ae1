package io.quorate.chaos.nemesis;

import io.quorate.chaos.fault.Privileges;
import java.util.Optional;

/** By what a fault is made; a cluster must be built for it. */
public enum Means {
  /** Signals, and files of nodes that are down. */
  PROCESS,
  /** Calls of the administrator. */
  ADMIN,
  /** Packet filters between namespaces. */
  NETWORK,
  /** A file system of its own for each node. */
  DISK,
  /** The same, and the kernel's bounds on what a process writes to it. */
  SLOW_DISK,
  /** The kernel's bounds on the processor time of a process. */
  PROCESSOR,
  /** Wall clocks that can be shifted. */
  CLOCK;

  /** What it is a variety of: two faults of one family do not strike at the same time. */
  public Means family() {
    return switch (this) {
      case SLOW_DISK -> DISK;
      case PROCESSOR -> PROCESS;
      case PROCESS, ADMIN, NETWORK, DISK, CLOCK -> this;
    };
  }

  /** Why it cannot be used on this machine; empty = it can. */
  public Optional<String> missing() {
    return switch (this) {
      case PROCESS, ADMIN -> Optional.empty();
      case NETWORK -> Privileges.missingForNetworks();
      case DISK -> Privileges.missingForDisks();
      case SLOW_DISK -> Privileges.missingForSlowDisks();
      case PROCESSOR -> Privileges.missingForStarvation();
      case CLOCK -> Privileges.missingForClocks();
    };
  }
}
