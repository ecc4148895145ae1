package io.quorate.cli.drill.fault;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The TCP connections of processes of this machine, as Linux shows them: {@code /proc/net/tcp}
 * names each socket's two ports and its inode, and a link in {@code /proc/PID/fd} names the inode
 * again.
 */
final class Connections {
  private static final String LISTENING = "0A";

  /** One end of a connection over loopback. */
  record End(int local, int remote) {
    End other() {
      return new End(/* local= */ remote, /* remote= */ local);
    }
  }

  private Connections() {}

  /**
   * The ends, at {@code one}, of what connects it with any of {@code others}. Both ends must be
   * theirs: equal ports elsewhere do not deceive it.
   */
  static Set<End> between(long one, List<Long> others) throws IOException {
    var table = table();
    var theirs = new HashSet<End>();
    for (var other : others) theirs.addAll(of(other, table));
    var found = new HashSet<End>();
    for (var end : of(one, table)) {
      if (theirs.contains(end.other())) found.add(end);
    }
    return found;
  }

  private static Set<End> of(long pid, Map<String, End> table) throws IOException {
    var ends = new HashSet<End>();
    try (var files = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (var file : files) {
        var end = table.get(target(file));
        if (end != null) ends.add(end);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return ends;
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException closed) {
      return "";
    }
  }

  private static Map<String, End> table() throws IOException {
    var table = new HashMap<String, End>();
    for (var file : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      if (Files.exists(Path.of(file))) parse(Files.readAllLines(Path.of(file)), table);
    }
    return table;
  }

  /** Adds, by {@code socket:[INODE]}, all but those that listen. */
  static void parse(List<String> lines, Map<String, End> table) {
    for (var line : lines) {
      var fields = line.strip().split("\\s+", -1);
      if (fields.length > 9 && fields[1].contains(":") && !fields[3].equals(LISTENING)) {
        table.put("socket:[" + fields[9] + "]", new End(port(fields[1]), port(fields[2])));
      }
    }
  }

  // 0100007F:1CE8
  private static int port(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
  }
}
