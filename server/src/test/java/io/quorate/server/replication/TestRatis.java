package io.quorate.server.replication;

import io.quorate.ratis.StateMachineHost;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;

/** What a RaftServer of a test needs: set up as ours are, without a node around it. */
final class TestRatis {
  private TestRatis() {}

  /**
   * @param electionTimeout the least; the longest is twice that
   */
  static RaftSettings settings(Path directory, int port, Duration electionTimeout)
      throws IOException {
    return settings(directory, port, electionTimeout, electionTimeout.dividedBy(4));
  }

  static RaftSettings settings(
      Path directory, int port, Duration electionTimeout, Duration heartbeatInterval)
      throws IOException {
    return new RaftSettings(
        directory,
        "127.0.0.1",
        port,
        freePort(),
        freePort(),
        electionTimeout,
        electionTimeout.multipliedBy(2),
        heartbeatInterval,
        Duration.ofSeconds(10),
        Duration.ofSeconds(1),
        Duration.ofMinutes(5),
        1000,
        Duration.ofSeconds(30),
        1 << 20,
        1 << 16,
        2,
        1 << 22,
        1 << 19);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  static PeerAddress peer(String id, int port) {
    return new PeerAddress(id, id, "127.0.0.1:1", "127.0.0.1:" + port, "");
  }

  /** With an engine of its own; there is no checkpoint to be had. */
  static StateMachineHost host(Path state) {
    return new RehearsalGroup.Host(state);
  }
}
