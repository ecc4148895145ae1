package io.quorate.server.replication;

import io.quorate.command.Bytes;
import io.quorate.command.Command;
import io.quorate.command.Entry;
import io.quorate.command.Precondition;
import io.quorate.command.Proposed;
import io.quorate.command.TermIndex;
import io.quorate.engine.Engine;
import io.quorate.ratis.StateMachineHost;
import io.quorate.ratis.Submission;
import io.quorate.store.DurableFiles;
import io.quorate.store.StoreOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays fail-over once in this JVM, some seconds after the start: three throw-away servers elect,
 * write and elect again. A follower that never led has all of a candidate's and a leader's code
 * before it, unloaded and uncompiled, in the very moment in which everybody waits for it. In a
 * thread of its own.
 */
public final class LeaderWarmUp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderWarmUp.class);

  /** The start itself needs the processors first, and a node that ends soon never gets here. */
  private static final Duration AFTER = Duration.ofSeconds(8);

  /** Up to so much later: nodes of one machine are often started at once. */
  private static final Duration SPREAD = Duration.ofSeconds(12);

  private static final Duration ELECTION_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration GOODBYE = Duration.ofSeconds(2);
  private static final int ELECTIONS = 6;
  private static final int WRITES = 100;
  private static final long LOOK_MS = 5;

  private final Path folder;
  private final Duration after;
  private final BooleanSupplier useful;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final RaftGroupId group = RaftGroupId.valueOf(UUID.randomUUID());
  private final List<PeerAddress> peers = new ArrayList<>();
  private final List<RaftServer> servers = new ArrayList<>();
  private final Thread thread;

  private volatile @Nullable Duration took;

  private LeaderWarmUp(Path folder, Duration after, BooleanSupplier useful) {
    this.folder = folder;
    this.after = after;
    this.useful = useful;
    this.thread = Thread.ofPlatform().name("quorate-warm-up").daemon().unstarted(this::run);
  }

  /**
   * Begins it in a thread of its own.
   *
   * @param folder for the throw-away servers; deleted afterwards
   * @param useful asked once, right before: whether the node has a use for it and a disk to spare
   */
  public static LeaderWarmUp begin(Path folder, BooleanSupplier useful) {
    long extra = ThreadLocalRandom.current().nextLong(SPREAD.toMillis());
    return begin(folder, AFTER.plusMillis(extra), useful);
  }

  static LeaderWarmUp begin(Path folder, Duration after, BooleanSupplier useful) {
    LeaderWarmUp warmUp = new LeaderWarmUp(folder, after, useful);
    warmUp.thread.start();
    return warmUp;
  }

  /** Empty = it is not done, or it failed. */
  Optional<Duration> took() {
    return Optional.ofNullable(took);
  }

  private void run() {
    try {
      if (stopping.await(after.toMillis(), TimeUnit.MILLISECONDS) || !useful.getAsBoolean()) {
        return;
      }
      long begin = System.nanoTime();
      try {
        start();
        play();
      } finally {
        stop();
      }
      if (isStopping()) {
        return;
      }
      Duration time = Duration.ofNanos(System.nanoTime() - begin);
      LOG.info("fail-over was rehearsed, {} elections in {} ms", ELECTIONS, time.toMillis());
      took = time;
    } catch (Exception e) {
      if (!isStopping()) {
        LOG.info(
            "fail-over could not be rehearsed; the first one will be slower: {}", e.toString());
      }
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void start() throws IOException {
    DurableFiles.deleteTree(folder);
    for (String name : List.of("a", "b", "c")) {
      Files.createDirectories(folder.resolve(name));
      int port = freePort();
      peers.add(new PeerAddress(name, name, "", "127.0.0.1:" + port, ""));
    }
    for (PeerAddress peer : peers) {
      if (isStopping()) {
        return;
      }
      RaftServer[] self = new RaftServer[1];
      RaftServer server =
          RatisServer.build(
              settings(peer),
              new StartingGroup(group.getUuid(), peer.id(), peers, List.of()),
              new ReplicationTracker(Runnable::run),
              new Fence(),
              new Host(folder.resolve(peer.id()).resolve("state")),
              new DurableAppends(FollowerLog.of(() -> division(self[0]))));
      self[0] = server;
      servers.add(server);
      server.start();
    }
  }

  private void play()
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    RaftServer leader = awaitLeader(0);
    for (int election = 0; election < ELECTIONS && !isStopping(); election++) {
      RaftRequests requests = new RaftRequests(leader.getId().toString(), group);
      for (int write = 0; write < WRITES && !isStopping(); write++) {
        leader
            .submitClientRequestAsync(requests.write(submission(write)))
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
      RaftServer candidate = servers.get((servers.indexOf(leader) + 1) % servers.size());
      long term = division(leader).getInfo().getCurrentTerm();
      var last = division(candidate).getRaftLog().getLastEntryTermIndex();
      var _ =
          candidate.startLeaderElection(
              RaftCampaign.request(
                  group,
                  leader.getId().toString(),
                  candidate.getId().toString(),
                  term,
                  new TermIndex(last.getTerm(), last.getIndex())));
      leader = awaitLeader(term);
    }
  }

  private static Submission submission(int number) {
    Command put =
        new Command.Put(
            Bytes.utf8("warm-up/" + number), Bytes.utf8("value"), Precondition.NONE, 0, false);
    return new Submission(new Entry(1, 1, List.of(Proposed.of(put))), (position, results) -> {});
  }

  private RaftServer awaitLeader(long afterTerm)
      throws IOException, InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline && !isStopping()) {
      for (RaftServer server : servers) {
        var info = division(server).getInfo();
        if (info.isLeaderReady() && info.getCurrentTerm() > afterTerm) {
          return server;
        }
      }
      Thread.sleep(LOOK_MS);
    }
    throw new TimeoutException("no leader within " + PATIENCE + ", or the node is stopping");
  }

  private RaftServer.Division division(RaftServer server) {
    try {
      return server.getDivision(group);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
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

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void stop() throws IOException {
    try {
      for (RaftServer server : servers) {
        server.close();
      }
    } finally {
      servers.clear();
      DurableFiles.deleteTree(folder);
    }
  }

  /** Lets it end soon; returns at once. */
  public void cancel() {
    stopping.countDown();
  }

  /** Cancels it, and waits a moment for its servers to end. */
  @Override
  public void close() {
    cancel();
    try {
      thread.join(GOODBYE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
