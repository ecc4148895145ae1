package io.quorate.server.rehearsal;

import io.quorate.command.Entry;
import io.quorate.proto.v1.ReadReply;
import io.quorate.proto.v1.ReadRequest;
import io.quorate.proto.v1.ScanRequest;
import io.quorate.proto.v1.Topology;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.failover.FastFailover;
import io.quorate.server.grpc.Gathering;
import io.quorate.server.grpc.RehearsedClient;
import io.quorate.server.grpc.TopologySource;
import io.quorate.server.proposal.Concerns;
import io.quorate.server.proposal.Proposer;
import io.quorate.server.proposal.WriteReplies;
import io.quorate.server.proposal.WriteService;
import io.quorate.server.read.Reads;
import io.quorate.server.replication.RehearsalGroup;
import io.quorate.server.replication.RehearsalMember;
import io.quorate.server.replication.ReplicationTracker;
import io.quorate.server.replication.Ticker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/**
 * Plays fail-over some seconds after the start: again and again clients write to the leader of a
 * throw-away group, its peer link breaks, and another one of the group takes over. In a thread of
 * its own.
 */
public final class FailoverRehearsal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FailoverRehearsal.class);

  /** The start itself needs the processors first, and a node that ends soon never gets here. */
  private static final Duration AFTER = Duration.ofSeconds(6);

  /** Up to so much later: nodes of one machine are often started at once. */
  private static final Duration SPREAD = Duration.ofSeconds(10);

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration GOODBYE = Duration.ofSeconds(2);
  private static final int ELECTIONS = 6;

  /** Of writes to each leader, with so many in each. */
  private static final int BURSTS = 12;

  private static final int BURST = 10;
  private static final long LOOK_MS = 5;

  private static final Proposer.Bounds BOUNDS = new Proposer.Bounds(1000, 1 << 20, 100, 1 << 20, 4);

  private final Path folder;
  private final Duration after;
  private final BooleanSupplier useful;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;

  // Only touched by the thread, but for the ports.
  private final Map<String, FastFailover> watchers = new HashMap<>();
  private final Map<String, Integer> ports = new ConcurrentHashMap<>();

  private volatile @Nullable Duration took;

  private FailoverRehearsal(Path folder, Duration after, BooleanSupplier useful) {
    this.folder = folder;
    this.after = after;
    this.useful = useful;
    this.thread = Thread.ofPlatform().name("quorate-rehearsal").daemon().unstarted(this::run);
  }

  /**
   * Begins it in a thread of its own.
   *
   * @param folder for the throw-away group; deleted afterwards
   * @param useful asked once, right before: whether the node has a use for it and a disk to spare
   */
  public static FailoverRehearsal begin(Path folder, BooleanSupplier useful) {
    long extra = ThreadLocalRandom.current().nextLong(SPREAD.toMillis());
    return begin(folder, AFTER.plusMillis(extra), useful);
  }

  static FailoverRehearsal begin(Path folder, Duration after, BooleanSupplier useful) {
    FailoverRehearsal rehearsal = new FailoverRehearsal(folder, after, useful);
    rehearsal.thread.start();
    return rehearsal;
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
      try (RehearsalGroup group = new RehearsalGroup(folder)) {
        play(group);
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

  private void play(RehearsalGroup group) throws Exception {
    try {
      for (RehearsalMember member : group.members()) {
        watch(member);
      }
      RehearsalMember leader = awaitLeader(group, 0);
      for (int election = 0; election < ELECTIONS && !isStopping(); election++) {
        write(leader);
        long term = leader.leadership().term();
        awaitLinks(group);
        unwatch(leader); // to the others its process is gone
        RehearsalMember next = awaitLeader(group, term);
        watch(leader);
        leader = next;
      }
    } finally {
      for (FastFailover watcher : watchers.values()) {
        closeQuietly(watcher);
      }
    }
  }

  private void watch(RehearsalMember member) {
    FastFailover watcher =
        new FastFailover(
            member,
            member,
            "127.0.0.1",
            0,
            peer ->
                Optional.ofNullable(ports.get(peer.id()))
                    .map(port -> InetSocketAddress.createUnresolved("127.0.0.1", port)),
            intent -> {},
            true,
            NOPLogger.NOP_LOGGER);
    ports.put(member.self(), watcher.port());
    watchers.put(member.self(), watcher);
  }

  private void unwatch(RehearsalMember member) {
    FastFailover watcher = watchers.remove(member.self());
    if (watcher != null) {
      closeQuietly(watcher);
    }
  }

  private static void closeQuietly(FastFailover watcher) {
    try {
      watcher.close();
    } catch (IOException e) {
      LOG.debug("closing a rehearsed peer link: {}", e.toString());
    }
  }

  /** Nobody notices the end of a link that was not there. */
  private void awaitLinks(RehearsalGroup group) throws InterruptedException, TimeoutException {
    int others = group.members().size() - 1;
    await(
        "links", () -> watchers.values().stream().allMatch(watcher -> watcher.linked() == others));
  }

  private void write(RehearsalMember leader) throws IOException, InterruptedException {
    try (Ticker ticker = new Ticker();
        Proposer proposer =
            new Proposer(
                leader,
                BOUNDS,
                () -> Entry.VERSION,
                () -> 0,
                System::currentTimeMillis,
                (commands, bytes) -> {},
                Gathering::run,
                ticker)) {
      WriteService writes =
          new WriteService(
              leader,
              proposer,
              new Concerns(leader, new ReplicationTracker(Runnable::run)),
              () ->
                  (request, deadline) ->
                      CompletableFuture.failedFuture(
                          RequestException.unavailable("nobody forwards in a rehearsal")),
              new WriteReplies(leader.groupId(), () -> 1, leader.self()));
      RehearsedClient.write(writes, new NoReads(), new NoChange(), BURSTS, BURST, this::isStopping);
    }
  }

  private RehearsalMember awaitLeader(RehearsalGroup group, long afterTerm)
      throws InterruptedException, TimeoutException {
    await("a leader", () -> leader(group, afterTerm).isPresent());
    return leader(group, afterTerm).orElseThrow(() -> new TimeoutException("it leads no more"));
  }

  private static Optional<RehearsalMember> leader(RehearsalGroup group, long afterTerm) {
    return group.members().stream()
        .filter(member -> member.leadership().ready() && member.leadership().term() > afterTerm)
        .findFirst();
  }

  private void await(String what, BooleanSupplier condition)
      throws InterruptedException, TimeoutException {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begin > PATIENCE.toNanos()) {
        throw new TimeoutException("no " + what + " within " + PATIENCE.toSeconds() + " s");
      }
      if (stopping.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
        throw new TimeoutException("the node is stopping");
      }
    }
  }

  /** Lets it end soon; returns at once. */
  public void cancel() {
    stopping.countDown();
  }

  /** Cancels it, and waits a moment for the group to end. */
  @Override
  public void close() {
    cancel();
    try {
      thread.join(GOODBYE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nobody reads in a rehearsal. */
  private record NoReads() implements Reads {
    private static <T> CompletableFuture<T> none() {
      return CompletableFuture.failedFuture(
          RequestException.unavailable("nobody reads in a rehearsal"));
    }

    @Override
    public CompletableFuture<ReadReply> read(ReadRequest request, Deadline deadline) {
      return none();
    }

    @Override
    public CompletableFuture<PinnedScan> scan(ScanRequest request, Deadline deadline) {
      return none();
    }
  }

  /** The client of a rehearsal knows its node. */
  private record NoChange() implements TopologySource {
    @Override
    public Topology current() {
      return Topology.getDefaultInstance();
    }

    @Override
    public Subscription onChange(Runnable listener) {
      return () -> {};
    }
  }
}
