package io.quorate.server.failover;

import io.quorate.proto.v1.LeaderLost;
import io.quorate.proto.v1.LeaderResigned;
import io.quorate.proto.v1.PeerFrame;
import io.quorate.proto.v1.PeerHello;
import io.quorate.server.error.StartupException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The called side of the peer links: says hello, passes on what is said, and closes with the
 * process, which is its purpose. Its threads do not depend on consensus: a node that answers here
 * is alive, no more.
 */
final class PeerPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeerPort.class);
  private static final Duration HELLO_LIMIT = Duration.ofSeconds(5);
  private static final int BACKLOG = 64;

  /** Of one node: a link and a probe from each of 30 others, and room for strangers. */
  private static final int CONNECTIONS = 128;

  /** Hears what the peers say, on their connections' threads; must not block. */
  interface Listener {
    void lost(String from, LeaderLost lost);

    void resigned(String from, LeaderResigned resigned);
  }

  private final Identity identity;
  private final Listener listener;
  private final ServerSocket server;
  private final Set<PeerSocket> open = ConcurrentHashMap.newKeySet();
  private final Semaphore room = new Semaphore(CONNECTIONS);
  private volatile boolean closed;

  /** Throws StartupException when the address cannot be had. */
  PeerPort(String host, int port, Identity identity, Listener listener) {
    this.identity = identity;
    this.listener = listener;
    try {
      this.server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(host, port), BACKLOG);
    } catch (IOException e) {
      throw StartupException.port("the peer link", host, port, "listen.link_port", e);
    }
    Thread.ofPlatform().daemon().name("quorate-peer-port").start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!closed) {
      try {
        Socket socket = server.accept();
        if (room.tryAcquire()) {
          // Not a virtual one: when a leader dies the others' carriers are busy with its callers.
          Thread.ofPlatform().daemon().name("quorate-peer-in").start(() -> serve(socket));
        } else {
          socket.close();
        }
      } catch (IOException e) {
        if (!closed) {
          LOG.warn("the peer link's port: {}", e.toString());
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        PeerSocket peer = new PeerSocket(socket)) {
      open.add(peer);
      try {
        peer.patience(HELLO_LIMIT);
        PeerHello hello = peer.readHello();
        if (closed || !hello.getGroupId().equals(identity.groupId())) {
          return;
        }
        peer.write(identity.hello());
        peer.patience(Duration.ZERO);
        while (true) {
          PeerFrame frame = peer.read();
          if (frame.hasLost()) {
            listener.lost(hello.getFrom(), frame.getLost());
          } else if (frame.hasResigned()) {
            listener.resigned(hello.getFrom(), frame.getResigned());
          }
        }
      } finally {
        open.remove(peer);
      }
    } catch (IOException e) {
      LOG.debug("a peer's link ended: {}", e.toString());
    } finally {
      room.release();
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    server.close();
    for (PeerSocket peer : open) {
      peer.close();
    }
  }
}
