package io.quorate.cli.drill.fault;

import io.quorate.cli.local.LocalCluster;
import io.quorate.cli.local.LocalNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The node's disk hangs: its file system is frozen (fsfreeze), so that writes and fsync block and
 * nothing fails. Only where nothing else is on it. Undone by thawing it.
 */
public final class DiskStall implements Fault {
  private static final Set<String> CAN_FREEZE = Set.of("ext3", "ext4", "xfs", "f2fs");

  private final String node;
  private final LocalCluster cluster;
  private final List<Path> ours;
  private @Nullable Path frozen;
  private @Nullable Guard guard;

  /**
   * @param ours files that the drill itself writes meanwhile
   */
  public DiskStall(String node, LocalCluster cluster, List<Path> ours) {
    this.node = node;
    this.cluster = cluster;
    this.ours = List.copyOf(ours);
  }

  @Override
  public String node() {
    return node;
  }

  /** A leader whose disk hangs may go on sending heartbeats. */
  @Override
  public boolean endsLeadership() {
    return false;
  }

  /** Before it is frozen, a file system is flushed. */
  @Override
  public boolean grows() {
    return true;
  }

  @Override
  public Duration longest() {
    return Duration.ofSeconds(8);
  }

  @Override
  public Optional<String> refusal() throws IOException {
    if (!Files.exists(Path.of("/proc/self/mountinfo"))) {
      return Optional.of("it freezes a file system as Linux can, and this is not Linux");
    }
    if (!Shell.isRoot()) return Optional.of("it needs root, to freeze a file system");
    if (Shell.tool("fsfreeze").isEmpty()) {
      return Optional.of("it needs the program fsfreeze (package util-linux)");
    }
    return refusal(
            node,
            cluster.node(node).data(),
            cluster.nodes().stream().map(LocalNode::data).toList(),
            others(),
            Mount.all())
        .map(reason -> reason + ". " + advice());
  }

  // The folder of the cluster has cluster.json and the nodes' logs.
  private List<Path> others() {
    var others = new ArrayList<>(ours);
    others.add(cluster.folder());
    others.add(Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath());
    others.add(Path.of(System.getProperty("java.home")));
    return others;
  }

  /** Why this file system must not be frozen; a pure function of the mounts. */
  static Optional<String> refusal(
      String node, Path data, List<Path> allData, List<Path> others, List<Mount> mounts) {
    var mount = Mount.of(data, mounts).orElseThrow();
    if (Mount.of(Path.of("/"), mounts)
        .map(Mount::device)
        .filter(mount.device()::equals)
        .isPresent()) {
      return Optional.of(
          "%s, with the data of %s, is on the root file system, and freezing that would stop this machine"
              .formatted(data, node));
    }
    for (var other : allData) {
      if (!other.equals(data) && shares(mount, other, mounts)) {
        return Optional.of(
            "%s, with the data of %s, is on the same file system as %s of another node"
                .formatted(data, node, other));
      }
    }
    for (var other : others) {
      if (shares(mount, other, mounts)) {
        return Optional.of(
            "%s, with the data of %s, is on the same file system as %s, which must go on working"
                .formatted(data, node, other));
      }
    }
    if (!CAN_FREEZE.contains(mount.type())) {
      return Optional.of(
          "%s, with the data of %s, is on a file system of type %s, which cannot be frozen"
              .formatted(data, node, mount.type()));
    }
    return Optional.empty();
  }

  private static boolean shares(Mount mount, Path path, List<Mount> mounts) {
    return Mount.of(path, mounts).map(Mount::device).filter(mount.device()::equals).isPresent();
  }

  private String advice() {
    var commands = new ArrayList<String>();
    commands.add("To prepare a local cluster for it, each node on a small file system of its own:");
    commands.add("  quorate down --wipe --data " + cluster.folder());
    for (var each : cluster.nodes()) {
      var image = cluster.folder() + "/" + each.name() + ".img";
      commands.add(
          "  mkdir -p %s && truncate -s 256M %s && mkfs.ext4 -q %s && mount -o loop %s %s"
              .formatted(each.data(), image, image, image, each.data()));
    }
    commands.add("  quorate up --data " + cluster.folder());
    return String.join("\n", commands);
  }

  @Override
  public void prepare() throws IOException {
    var point = Mount.of(cluster.node(node).data(), Mount.all()).orElseThrow().point();
    frozen = point;
    guard = Guard.start(fsfreeze() + " -u '" + point + "'", longest());
  }

  @Override
  public void strike() throws IOException {
    if (frozen == null) throw new IllegalStateException("not prepared");
    Shell.run("", fsfreeze(), "-f", frozen.toString());
  }

  @Override
  public void undo() throws IOException {
    try {
      if (frozen != null) Shell.run("", fsfreeze(), "-u", frozen.toString());
    } catch (IOException e) {
      // One that is not frozen is "invalid argument".
      if (!String.valueOf(e.getMessage()).contains("Invalid argument")) throw e;
    }
    if (guard != null) guard.release();
  }

  private static String fsfreeze() {
    return Shell.tool("fsfreeze").orElse("fsfreeze");
  }
}
