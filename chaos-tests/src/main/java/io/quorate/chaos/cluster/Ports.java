package io.quorate.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;

/** Blocks of ten free ports, one for each node, below the range that outgoing connections use. */
final class Ports {
  private static final int FIRST = 17_400;
  private static final int LAST = 32_000;
  private static final int USED = 6;

  private static int next = FIRST;

  private Ports() {}

  /** The first port of a block that nobody uses and that was not given out before. */
  static synchronized int block() {
    for (; next < LAST; next += 10) {
      if (isFree(next)) {
        var block = next;
        next += 10;
        return block;
      }
    }
    throw new IllegalStateException("no ten free ports between " + FIRST + " and " + LAST);
  }

  private static boolean isFree(int block) {
    var held = new ArrayList<ServerSocket>();
    try {
      for (var port = block; port < block + USED; port++) {
        held.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
      }
      return true;
    } catch (IOException taken) {
      return false;
    } finally {
      held.forEach(Ports::close);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
