package io.quorate.server.failover;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A port that passes everything on to another one, and can break what goes through it. */
final class Relay implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean refusing;
  private volatile InetSocketAddress target =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  Relay() throws IOException {
    Thread.ofVirtual().start(this::accept);
  }

  void target(InetSocketAddress where) {
    target = where;
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
  }

  private void accept() {
    try {
      while (true) {
        Socket in = server.accept();
        Socket out = new Socket(target.getAddress(), target.getPort());
        count.incrementAndGet();
        sockets.add(in);
        sockets.add(out);
        if (refusing) { // refuse() may have looked before they were added
          breakConnections();
          return;
        }
        Thread.ofVirtual().start(() -> pump(in, out));
        Thread.ofVirtual().start(() -> pump(out, in));
      }
    } catch (IOException closed) {
      // The relay was closed.
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException broken) {
      // Both ends are closed now.
    }
  }

  /** How many there have been so far. */
  int connections() {
    return count.get();
  }

  void breakConnections() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  /** As when the process behind it is gone. */
  void refuse() throws IOException {
    refusing = true;
    server.close();
    breakConnections();
  }

  @Override
  public void close() throws IOException {
    refuse();
  }
}
