package io.quorate.server.replication;

import io.quorate.command.TermIndex;
import io.quorate.engine.Engine;
import io.quorate.ratis.StateMachineHost;
import io.quorate.store.DurableFiles;
import io.quorate.store.StoreOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Three throw-away voters in this JVM, on loopback, to rehearse with: real logs, real elections,
 * and a state that nobody reads. For one thread.
 */
public final class RehearsalGroup implements AutoCloseable {
  private static final Duration ELECTION_TIMEOUT = Duration.ofSeconds(1);

  private final Path folder;
  private final List<RehearsalMember> members = new ArrayList<>();

  /**
   * @param folder for their files; deleted before and afterwards
   */
  public RehearsalGroup(Path folder) throws IOException {
    this.folder = folder;
    DurableFiles.deleteTree(folder);
    try {
      UUID group = UUID.randomUUID();
      List<PeerAddress> peers = new ArrayList<>();
      for (String name : List.of("a", "b", "c")) {
        Files.createDirectories(folder.resolve(name));
        peers.add(new PeerAddress(name, name, "", "127.0.0.1:" + freePort(), ""));
      }
      for (PeerAddress peer : peers) {
        StartingGroup start = new StartingGroup(group, peer.id(), peers, List.of());
        Host host = new Host(folder.resolve(peer.id()).resolve("state"));
        members.add(RehearsalMember.start(start, settings(peer), host));
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  public List<RehearsalMember> members() {
    return List.copyOf(members);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private RaftSettings settings(PeerAddress peer) {
    // Ratis' services for clients and administrators at the same port: nobody calls them.
    int port = Integer.parseInt(peer.raft().substring(peer.raft().lastIndexOf(':') + 1));
    return new RaftSettings(
        folder.resolve(peer.id()).resolve("raft"),
        "127.0.0.1",
        port,
        port,
        port,
        ELECTION_TIMEOUT,
        ELECTION_TIMEOUT.multipliedBy(2),
        ELECTION_TIMEOUT.dividedBy(4),
        Duration.ofSeconds(10),
        Duration.ofSeconds(1),
        Duration.ofSeconds(30),
        1000,
        Duration.ofSeconds(30),
        1 << 20,
        1 << 16,
        2,
        1 << 22,
        1 << 19);
  }

  @Override
  public void close() throws IOException {
    IOException failed = null;
    for (RehearsalMember member : members) {
      try {
        member.close();
      } catch (IOException e) {
        failed = e; // the others all the same
      }
    }
    members.clear();
    DurableFiles.deleteTree(folder);
    if (failed != null) {
      throw failed;
    }
  }

  /** An engine and nobody to tell. */
  record Host(Path state) implements StateMachineHost {
    @Override
    public Engine open() {
      return Engine.open(state, StoreOptions.SMALL);
    }

    @Override
    public void close(Engine engine) {
      engine.close();
    }

    @Override
    public CompletableFuture<TermIndex> fetchCheckpoint(String leader, TermIndex firstAvailable) {
      return CompletableFuture.failedFuture(new IOException("there is none"));
    }

    @Override
    public void applied(TermIndex position) {}

    @Override
    public void applyFailed(TermIndex position, Throwable cause) {}

    @Override
    public void leaderChanged(String leader) {}

    @Override
    public void leaderReady() {}

    @Override
    public void notLeader() {}

    @Override
    public void configurationChanged(long term, long index) {}

    @Override
    public void logFailed(Throwable cause) {}

    @Override
    public void divisionClosed() {}
  }
}
