package io.quorate.chaos.fault;

import io.quorate.chaos.cluster.Shell;
import java.util.Optional;

/** What this machine lets the tests do. */
public final class Privileges {
  private Privileges() {}

  /** Why no networks of namespaces can be made; empty = they can. */
  public static Optional<String> missingForNetworks() {
    if (!inLab()) {
      return Optional.of("the JVM is not in a namespace of its own (lab/bin/java)");
    }
    return missingTool("ip").or(() -> missingTool("nft"));
  }

  /** Why no file systems can be mounted. */
  public static Optional<String> missingForMounts() {
    if (!inLab()) {
      return Optional.of("the JVM is not in a namespace of its own (lab/bin/java)");
    }
    return Shell.run("id", "-u").equals("0") ? Optional.empty() : Optional.of("not root");
  }

  /** Why no disks of their own can be made, frozen and shut down. */
  public static Optional<String> missingForDisks() {
    return missingForMounts()
        .or(() -> missingTool("mkfs.ext4"))
        .or(() -> missingTool("fsfreeze"))
        .or(() -> missingTool("xfs_io"));
  }

  /** Why no disk can be slowed down. */
  public static Optional<String> missingForSlowDisks() {
    return missingForDisks()
        .or(() -> missingController("blkio", "blkio.throttle.write_bps_device"));
  }

  /** Why no process can be starved of processor time. */
  public static Optional<String> missingForStarvation() {
    return missingController("cpu", "cpu.cfs_quota_us");
  }

  private static Optional<String> missingController(String name, String file) {
    return ControlGroup.isPossible(name, file)
        ? Optional.empty()
        : Optional.of("no control group (version 1) with " + file + " can be made");
  }

  /** Why no clock can be shifted. */
  public static Optional<String> missingForClocks() {
    return missingTool("gcc");
  }

  private static boolean inLab() {
    return Boolean.getBoolean("lab.available");
  }

  private static Optional<String> missingTool(String tool) {
    return Shell.works("sh", "-c", "PATH=$PATH:/usr/sbin:/sbin command -v " + tool)
        ? Optional.empty()
        : Optional.of("no " + tool);
  }
}
