package io.quorate.cli.drill.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A control group (version 2) that marks processes for the packet filter: sockets that they open
 * while they are in it belong to it for good. It limits nothing.
 */
final class ControlGroup {
  /** Where the packet filter's own tool looks for them. */
  private static final Path TOOLS_ROOT = Path.of("/sys/fs/cgroup");

  private final Path folder;
  private final Map<Long, Path> members = new LinkedHashMap<>();

  private ControlGroup(Path folder) {
    this.folder = folder;
  }

  /** Where version 2 is mounted, if it is where the packet filter's tool can name it. */
  static Optional<Path> root() throws IOException {
    return root(Files.readAllLines(Path.of("/proc/self/mountinfo")));
  }

  static Optional<Path> root(List<String> mountInfo) {
    return mountInfo.stream()
        .map(line -> line.split(" ", -1))
        .filter(fields -> List.of(fields).contains("cgroup2"))
        .map(fields -> Path.of(fields[4]))
        .filter(mount -> mount.startsWith(TOOLS_ROOT))
        .findFirst();
  }

  /** Right under the root: its level is 1. */
  static ControlGroup create(Path root, String name) throws IOException {
    return new ControlGroup(Files.createDirectories(root.resolve(name)));
  }

  /** As the packet filter's tool names it. */
  String name() {
    return TOOLS_ROOT.relativize(folder).toString();
  }

  /** The process and all its threads; it remembers where they came from. */
  void add(Path root, long pid) throws IOException {
    members.put(pid, root.resolve(home(pid)).resolve("cgroup.procs"));
    move(pid, folder.resolve("cgroup.procs"));
  }

  private static String home(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "cgroup")).stream()
        .filter(line -> line.startsWith("0::/"))
        .map(line -> line.substring("0::/".length()))
        .findFirst()
        .orElse("");
  }

  private static void move(long pid, Path procs) throws IOException {
    Files.writeString(procs, Long.toString(pid));
  }

  /** Sends all back to where they came from and removes the group. */
  void dissolve() throws IOException {
    for (var member : members.entrySet()) {
      if (Files.exists(Path.of("/proc", member.getKey().toString()))) {
        move(member.getKey(), member.getValue());
      }
    }
    members.clear();
    Files.deleteIfExists(folder);
  }

  /** The same as commands of the shell. */
  String dissolveCommands() {
    var commands = new StringBuilder();
    members.forEach((pid, procs) -> commands.append("echo " + pid + " >" + procs + "; "));
    return commands.append("rmdir " + folder).toString();
  }
}
