package io.quorate.server.failover;

import io.quorate.proto.v1.PeerFrame;
import io.quorate.proto.v1.PeerHello;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the process of one peer: holds a connection to it, and when that ends asks by another one
 * whether the process lives. Own thread.
 */
final class PeerWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeerWatch.class);
  private static final Duration PROBE_LIMIT = Duration.ofMillis(100);
  private static final Duration DIAL_LIMIT = Duration.ofMillis(500);
  private static final Duration DIAL_EVERY = Duration.ofMillis(50);

  /** While a process dies its port may still accept and then break: asked again so often. */
  private static final int BROKEN_HELLOS = 40;

  /** Hears of the peer, on the watch's thread; must not block. */
  interface Listener {
    /** A connection is there. */
    void up(String peer);

    /** Its process is gone; said again and again while it cannot be dialled. */
    void gone(String peer);
  }

  private final String peer;
  private final Supplier<Optional<InetSocketAddress>> address;
  private final Identity identity;
  private final Listener listener;
  private volatile long incarnation; // 0 = never connected
  private volatile @Nullable PeerSocket connection;
  private volatile boolean closed;

  /**
   * @param address asked before each dial; empty = not known (yet)
   */
  PeerWatch(
      String peer,
      Supplier<Optional<InetSocketAddress>> address,
      Identity identity,
      Listener listener) {
    this.peer = peer;
    this.address = address;
    this.identity = identity;
    this.listener = listener;
    Thread.ofPlatform().daemon().name("quorate-peer-watch").start(this::run);
  }

  /** Of the process that answered last; 0 = none ever did. */
  long incarnation() {
    return incarnation;
  }

  boolean isLinked() {
    return connection != null;
  }

  /** Tells the peer, if a connection is there; returns whether it was. */
  boolean tell(PeerFrame news) {
    PeerSocket current = connection;
    if (current != null) {
      try {
        current.write(news);
        return true;
      } catch (IOException e) {
        LOG.debug("not told {}: {}", peer, e.toString());
      }
    }
    return false;
  }

  /** Asks by a connection of its own, whatever the one that is held says. Blocks up to 100 ms. */
  Sight probe() {
    return dial(PROBE_LIMIT, false);
  }

  private void run() {
    try {
      while (!closed) {
        boolean had = connection != null;
        if (had) {
          readToTheEnd();
        }
        if (closed) {
          return;
        }
        // At once after a connection broke: is it gone?
        Sight answer = dial(had ? PROBE_LIMIT : DIAL_LIMIT, true);
        switch (answer) {
          case GONE -> listener.gone(peer);
          case ALIVE, SILENT, UNREACHABLE, UNKNOWN -> {}
        }
        if (connection != null) {
          listener.up(peer);
        } else {
          Thread.sleep(DIAL_EVERY);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      hangUp(); // a link that came up while it was being closed
    }
  }

  private void readToTheEnd() {
    try (PeerSocket current = connection) {
      while (current != null) {
        var _ = current.read();
      }
    } catch (IOException e) {
      LOG.debug("the link to {} ended: {}", peer, e.toString());
    }
    connection = null;
  }

  /** Connects and says hello; what answers is kept as the link if {@code keep}. */
  private Sight dial(Duration limit, boolean keep) {
    Optional<InetSocketAddress> target = address.get();
    if (target.isEmpty()) {
      return Sight.UNKNOWN;
    }
    for (int attempt = 0; attempt < BROKEN_HELLOS && !closed; attempt++) {
      Socket socket = new Socket();
      boolean kept = false;
      boolean connected = false;
      try {
        int millis = Math.toIntExact(limit.toMillis());
        socket.connect(resolved(target.get()), millis);
        connected = true;
        socket.setSoTimeout(millis);
        PeerSocket link = new PeerSocket(socket);
        link.write(identity.hello());
        PeerHello hello = link.readHello();
        long before = incarnation;
        boolean same = hello.getFrom().equals(peer) && hello.getIncarnation() == before;
        if (keep && hello.getFrom().equals(peer)) {
          link.patience(Duration.ZERO);
          incarnation = hello.getIncarnation();
          connection = link;
          kept = true;
        }
        return same ? Sight.ALIVE : before == 0 ? Sight.UNKNOWN : Sight.GONE;
      } catch (ConnectException e) {
        return incarnation == 0 ? Sight.UNKNOWN : isRefusal(e) ? Sight.GONE : Sight.UNREACHABLE;
      } catch (NoRouteToHostException e) {
        return Sight.UNREACHABLE;
      } catch (SocketTimeoutException e) {
        return connected ? Sight.SILENT : Sight.UNREACHABLE;
      } catch (IOException e) {
        LOG.debug("no hello from {}: {}", peer, e.toString());
      } finally {
        if (!kept) {
          closeQuietly(socket);
        }
      }
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Sight.UNKNOWN;
      }
    }
    return Sight.UNKNOWN;
  }

  private static InetSocketAddress resolved(InetSocketAddress address) {
    return address.isUnresolved()
        ? new InetSocketAddress(address.getHostString(), address.getPort())
        : address;
  }

  private static boolean isRefusal(ConnectException e) {
    return String.valueOf(e.getMessage()).contains("refused");
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing a socket: {}", e.toString());
    }
  }

  @Override
  public void close() {
    closed = true;
    hangUp();
  }

  private void hangUp() {
    PeerSocket current = connection;
    if (current != null) {
      try {
        current.close();
      } catch (IOException e) {
        LOG.debug("closing the link to {}: {}", peer, e.toString());
      }
    }
  }
}
