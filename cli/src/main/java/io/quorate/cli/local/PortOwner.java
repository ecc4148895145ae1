package io.quorate.cli.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a port of this machine is taken, and by which process as far as the operating system
 * tells.
 */
final class PortOwner {
  private static final String LISTENING = "0A";

  private PortOwner() {}

  static boolean taken(int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** {@code , held by process 4711 (java)}, or nothing where that cannot be seen. */
  static String describe(int port) {
    return find(port)
        .map(
            process ->
                ", held by process "
                    + process.pid()
                    + process.info().command().map(path -> " (" + path + ")").orElse(""))
        .orElse("");
  }

  // Linux: /proc/net/tcp names the socket's inode, and a link in some process' fd folder names the
  // inode again.
  private static Optional<ProcessHandle> find(int port) {
    var links = new HashSet<String>();
    for (var inode : inodes(port)) links.add("socket:[" + inode + "]");
    if (links.isEmpty()) return Optional.empty();
    return ProcessHandle.allProcesses().filter(process -> holds(process.pid(), links)).findFirst();
  }

  private static Set<String> inodes(int port) {
    var suffix = ":%04X".formatted(port);
    var inodes = new HashSet<String>();
    for (var line : socketTable()) {
      var fields = line.strip().split("\\s+", -1);
      if (fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals(LISTENING))
        inodes.add(fields[9]);
    }
    return inodes;
  }

  private static List<String> socketTable() {
    var lines = new ArrayList<String>();
    for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      try {
        lines.addAll(Files.readAllLines(Path.of(table)));
      } catch (IOException e) {
        // Not Linux, or no IPv6.
      }
    }
    return lines;
  }

  private static boolean holds(long pid, Set<String> links) {
    try (var files = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (var file : files) {
        if (links.contains(Files.readSymbolicLink(file).toString())) return true;
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // It has ended meanwhile, or belongs to somebody else.
    }
    return false;
  }
}
