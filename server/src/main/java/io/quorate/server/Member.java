package io.quorate.server;

import io.quorate.command.Command;
import io.quorate.engine.Engine;
import io.quorate.proto.v1.FormerLeader;
import io.quorate.proto.v1.LeadershipIntent;
import io.quorate.proto.v1.LinkFrame;
import io.quorate.proto.v1.NodeStatus;
import io.quorate.proto.v1.NodeStatusRequest;
import io.quorate.proto.v1.Progress;
import io.quorate.server.ailment.Ailments;
import io.quorate.server.ailment.DiskStalls;
import io.quorate.server.ailment.PauseMonitor;
import io.quorate.server.config.NodeConfig;
import io.quorate.server.disk.DiskGuard;
import io.quorate.server.disk.DiskSpace;
import io.quorate.server.disk.DiskWatchdog;
import io.quorate.server.disk.LogRetention;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.failover.FastFailover;
import io.quorate.server.grpc.ClusterService;
import io.quorate.server.grpc.Gathering;
import io.quorate.server.grpc.GrpcEdge;
import io.quorate.server.grpc.KvService;
import io.quorate.server.grpc.StatusMapper;
import io.quorate.server.grpc.WriteChecks;
import io.quorate.server.metrics.Metrics;
import io.quorate.server.node.Dialer;
import io.quorate.server.node.HelloClientGrpc;
import io.quorate.server.node.LeaderWatch;
import io.quorate.server.node.LinkAnswers;
import io.quorate.server.node.LinkHandler;
import io.quorate.server.node.NodeChannels;
import io.quorate.server.node.NodeEndpoints;
import io.quorate.server.node.PeerLinks;
import io.quorate.server.node.RemoteClusterClient;
import io.quorate.server.proposal.Concerns;
import io.quorate.server.proposal.Forwarder;
import io.quorate.server.proposal.Proposer;
import io.quorate.server.proposal.WriteReplies;
import io.quorate.server.proposal.WriteService;
import io.quorate.server.read.PinBounds;
import io.quorate.server.read.ReadIndex;
import io.quorate.server.read.Reader;
import io.quorate.server.replication.DivisionKeeper;
import io.quorate.server.replication.LocalCopy;
import io.quorate.server.replication.LocalState;
import io.quorate.server.replication.LogPurger;
import io.quorate.server.replication.NodeRegistry;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Periodic;
import io.quorate.server.replication.RaftReplicator;
import io.quorate.server.replication.ReplicationTracker;
import io.quorate.server.replication.StartingGroup;
import io.quorate.server.replication.StateFlusher;
import io.quorate.server.replication.Ticker;
import io.quorate.server.topology.BlockingTasks;
import io.quorate.server.topology.EntryVersions;
import io.quorate.server.topology.NodeProfile;
import io.quorate.server.topology.Proposals;
import io.quorate.server.topology.ReplicaRegistry;
import io.quorate.server.topology.bootstrap.HelloService;
import io.quorate.server.topology.identity.DataDirectory;
import io.quorate.server.topology.identity.Group;
import io.quorate.server.topology.leadership.Report;
import io.quorate.server.topology.operation.Topology;
import io.quorate.server.transfer.CheckpointFetcher;
import io.quorate.server.transfer.CheckpointServer;
import io.quorate.server.upkeep.Expirer;
import io.quorate.server.upkeep.Nudge;
import io.quorate.server.upkeep.SettingsKeeper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node as a member of its group: consensus, proposals, reads, membership, and what it offers on
 * its gRPC port.
 */
final class Member implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Member.class);
  private static final Duration REGISTRY_INTERVAL = Duration.ofMillis(200);
  private static final Duration PURGE_INTERVAL = Duration.ofSeconds(2);
  private static final Duration READINESS_INTERVAL = Duration.ofMillis(250);
  private static final Duration REPORT_INTERVAL = Duration.ofMillis(200);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(1);
  private static final Duration PROPOSAL_PATIENCE = Duration.ofSeconds(5);

  private final Resources resources = new Resources();
  private final NodeConfig config;
  private final LocalState state;
  private final CheckpointFetcher fetcher;
  private final CheckpointServer checkpoints;
  private final RaftReplicator replicator;
  private final DivisionKeeper keeper;
  private final Ticker ticker;
  private final PeerLinks links;
  private final FastFailover failover;
  private final Proposer proposer;
  private final WriteService writes;
  private final ReadIndex readIndex;
  private final Reader reader;
  private final DiskStalls stalls = new DiskStalls();
  private final HistorySignals signals;
  private final VotersTestimonies testimonies;
  private final Topology topology;
  private final ReplicationTracker tracker;
  private final LocalLog log;
  private final MemberDetails details;
  private final MemberHealth health;
  private final Lags lags;
  private final NodeRegistry registry;
  private final Metrics metrics;
  private final UnaryOperator<KvPorts> kv;
  private volatile @Nullable KvService service;

  Member(
      NodeConfig config,
      NodeProfile profile,
      DataDirectory directory,
      Group group,
      LocalState state,
      DiskGuard disk,
      CheckpointFetcher fetcher,
      CheckpointServer checkpoints,
      NodeChannels channels,
      HelloClientGrpc helloClient,
      HelloService hello,
      UnaryOperator<KvPorts> kv)
      throws IOException {
    this.config = config;
    this.kv = kv;
    this.state = state;
    this.fetcher = fetcher;
    this.metrics = resources.add(new Metrics(config.cluster(), profile.name(), directory.nodeId()));
    this.checkpoints = checkpoints;
    ExecutorService acknowledgements =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("quorate-concerns").factory());
    resources.add(acknowledgements::shutdown);
    this.tracker = new ReplicationTracker(acknowledgements);
    this.registry = new NodeRegistry(group.peers().stream().map(Group.Member::address).toList());
    Path logDirectory = LogPurger.logDirectory(directory.raft(), group.groupId());
    StateOpening opening = StateOpening.prepare(config, directory, group, fetcher, logDirectory);
    this.ticker = resources.add(new Ticker());
    this.replicator =
        new RaftReplicator(
            RaftSettingsOf.config(config, directory.raft()),
            new StartingGroup(
                UUID.fromString(group.groupId()),
                directory.nodeId(),
                group.voters(),
                group.learners()),
            new LocalCopy(state, opening, opening),
            tracker,
            registry::peers,
            ticker);
    resources.add(replicator);
    this.keeper =
        resources.add(
            new DivisionKeeper(
                replicator, state, () -> disk.space() != DiskSpace.FULL, disk::release));
    this.log =
        new LocalLog(
            logDirectory,
            new LogRetention(config.raft().logKeepBytes(), config.raft().logKeepTime(), 0),
            replicator::lastLogIndex);
    this.details = new MemberDetails(replicator, state, keeper, fetcher, log, config.linkAddress());
    this.lags = new Lags(replicator, tracker);
    this.links = resources.add(new PeerLinks(replicator, Dialer.plaintext(), ticker));
    this.failover =
        resources.add(
            new FastFailover(
                replicator,
                replicator.campaign(),
                config.listen().host(),
                config.listen().linkPort(),
                new PeerPorts(
                    this::askStatus,
                    task -> Thread.ofVirtual().name("quorate-peer-ports").start(task)),
                this::resigned,
                config.election().fastFailover(),
                LoggerFactory.getLogger(FastFailover.class)));
    EntryVersions versions = new EntryVersions(() -> state.ask(Engine::entryVersion).orElse(1));
    this.proposer =
        resources.add(
            new Proposer(
                replicator,
                new Proposer.Bounds(
                    config.proposals().maxQueueOperations(),
                    config.proposals().maxQueueBytes(),
                    config.proposals().maxEntryOperations(),
                    Math.toIntExact(config.proposals().maxEntryBytes()),
                    config.proposals().maxEntriesInFlight()),
                versions::usable,
                this::lastEntryTimeMs,
                System::currentTimeMillis,
                metrics::entryProposed,
                Gathering::run,
                ticker));
    LeaderWatch watch = new LeaderWatch(replicator);
    Forwarder forwarder = new Forwarder(replicator, links, watch, Gathering::run);
    this.writes =
        new WriteService(
            replicator,
            proposer,
            new Concerns(replicator, tracker),
            () -> forwarder,
            new WriteReplies(replicator.groupId(), () -> 1, profile.name()));
    this.readIndex = resources.add(new ReadIndex(replicator, links));
    replicator.aroundTransfer(readIndex.lease()::suspend, readIndex.lease()::resume);
    this.reader =
        resources.add(
            new Reader(
                replicator,
                state,
                links,
                readIndex,
                watch,
                profile.name(),
                new PinBounds(config.reads().maxPinnedPages(), config.reads().pinnedRest()),
                damage -> state.halt(corrupt(damage)),
                Gathering::run));
    this.signals =
        new HistorySignals(
            replicator,
            new Ailments(
                resources.add(new PauseMonitor(config.raft().electionTimeoutMin().dividedBy(2))),
                stalls),
            config.raft().electionTimeoutMax().multipliedBy(2));
    this.testimonies =
        new VotersTestimonies(
            replicator, failover, links, resources.add(new BlockingTasks("quorate-election-")));
    this.topology =
        new Topology(
            profile,
            directory,
            hello,
            new Topology.Ports(
                replicator,
                state,
                new ReplicaRegistry(state),
                proposals(),
                versions,
                helloClient,
                this::askStatus,
                new RemoteClusterClient(channels::to),
                this::announce,
                signals,
                testimonies,
                details::addTo));
    resources.add(topology);
    this.health =
        new MemberHealth(replicator, state, keeper, replicator::fencedBecause, topology.calls());
    bindMetrics();
  }

  private void bindMetrics() {
    metrics.raft(replicator, state);
    metrics.replication(lags::now, details::operations);
    metrics.proposals(proposer::queued);
    metrics.pinnedPages(reader::pinnedScans);
    metrics.openViews(() -> state.ask(Engine::openViews).orElse(0));
    metrics.transfers(
        checkpoints::bytesSent,
        () -> fetcher.stats().bytesReceived(),
        () -> fetcher.stats().fullSyncs());
  }

  private static String corrupt(io.quorate.store.CorruptStateException damage) {
    return damage.getMessage() + ". " + DivisionKeeper.RESYNC;
  }

  /** Starts consensus and opens the services. */
  void start(GrpcEdge grpc, NodeEndpoints endpoints, StatusMapper errors) throws IOException {
    ProgressReport progress =
        new ProgressReport(replicator, state::applied, state::durable, links, System::nanoTime);
    replicator.start();
    topology.start();
    endpoints.started(
        topology.joins(),
        new LinkHandler(
            replicator,
            new LinkAnswers(
                writes::writeAsLeader,
                readIndex::answer,
                () -> state.haltedBecause() == null,
                topology.localStatus(),
                this::progress,
                progress::wanted,
                topology.intents()::received,
                testimonies::answer,
                topology.elections()::amend)));
    resources.add(
        DiskWatchdog.of(
            config.node().dataDir(),
            config.disk().stallTimeout(),
            new SelfFencing(replicator, stalls, this::announce)));
    Report report =
        new Report(
            replicator,
            signals,
            () -> replicator.fencedBecause().isEmpty(),
            this::report,
            System::nanoTime);
    resources.add(new Periodic("quorate-report", REPORT_INTERVAL, report::look));
    resources.add(
        new StateFlusher(state, config.state().flushBytes(), config.state().flushInterval()));
    resources.add(new LogPurger(replicator, state, PURGE_INTERVAL, log::purgeable));
    resources.add(ticker.each(progress));
    resources.add(
        ticker.each(new ProgressWish(replicator, tracker::awaitsApplied, links, System::nanoTime)));
    resources.add(new Periodic("quorate-registry", REGISTRY_INTERVAL, this::refreshRegistry));
    resources.add(new Expirer(replicator, state, proposer, proposer::clusterTimeMs));
    resources.add(new Nudge(replicator, proposer));
    resources.add(new SettingsKeeper(replicator, state, proposer, SettingsKeeper.of(config)));
    TopologyOfCluster source = new TopologyOfCluster(replicator);
    KvPorts ports = kv.apply(new KvPorts(writes, reader));
    KvService offered =
        new KvService(
            ports.writes(),
            ports.reads(),
            source,
            new WriteChecks(config.limits().valueBytes()),
            errors);
    service = offered;
    grpc.add(offered);
    grpc.add(new ClusterService(topology.calls(), errors));
    resources.add(
        new Periodic(
            "quorate-readiness",
            READINESS_INTERVAL,
            () -> grpc.serving(notReadyReason().isEmpty())));
  }

  private Proposals proposals() {
    return command ->
        proposer
            .propose(command, Deadline.after(PROPOSAL_PATIENCE))
            .thenApply(Proposer.Placed::applied);
  }

  private long lastEntryTimeMs() {
    return state.ask(Engine::timeMs).orElse(0L);
  }

  // ---- links ----

  private java.util.concurrent.CompletableFuture<NodeStatus> askStatus(
      String peer, Duration timeout) {
    LinkFrame question =
        LinkFrame.newBuilder().setStatusRequest(NodeStatusRequest.getDefaultInstance()).build();
    return links.ask(peer, question, Deadline.after(timeout)).thenApply(LinkFrame::getStatus);
  }

  /** By the peer link, which is always there; by the node link to whom it is not. */
  private void announce(LeadershipIntent intent) {
    topology.intents().received(intent);
    LinkFrame frame = LinkFrame.newBuilder().setLeadershipIntent(intent).build();
    for (String peer : others()) {
      if (!failover.tell(peer, intent)) {
        links.tell(peer, frame);
      }
    }
  }

  private java.util.concurrent.CompletableFuture<Void> report(String leader, FormerLeader report) {
    return links
        .ask(
            leader,
            LinkFrame.newBuilder().setFormerLeader(report).build(),
            Deadline.after(Deadline.DEFAULT))
        .thenAccept(taken -> {});
  }

  private void resigned(LeadershipIntent intent) {
    topology.intents().received(intent);
  }

  private List<String> others() {
    return replicator.membership().peers().stream()
        .map(PeerAddress::id)
        .filter(id -> !id.equals(replicator.self()))
        .toList();
  }

  private void progress(Progress progress) {
    tracker.applied(progress.getNodeId(), progress.getAppliedIndex());
  }

  private void refreshRegistry() {
    try {
      registry.update(
          new ReplicaRegistry(state).nodes().values().stream().map(Member::address).toList());
    } catch (RequestException e) {
      LOG.debug("the registry is read again later: {}", e.getMessage());
    }
  }

  private static PeerAddress address(Command.RegisterNode node) {
    return new PeerAddress(node.id(), node.name(), node.grpc(), node.raft(), node.http());
  }

  // ---- the log ----

  long logStart() {
    return replicator.logStart();
  }

  // ---- status ----

  NodeStatus status() {
    return topology.localStatus().get();
  }

  String metrics() {
    return metrics.scrape();
  }

  Optional<String> notReadyReason() {
    return health.notReadyReason();
  }

  Optional<String> notWritableReason() {
    return health.notWritableReason();
  }

  boolean leads() {
    return replicator.leadership().leads();
  }

  void handOver(Duration limit) {
    if (leads()) {
      boolean handedOver = topology.handover().run(limit);
      LOG.info(
          handedOver
              ? "leadership was handed over"
              : "leadership could not be handed over in time");
    }
  }

  /** Refuses new calls, and waits until those under way are answered, at most this long. */
  private void drain(Duration limit) {
    KvService kv = service;
    if (kv == null) {
      return;
    }
    kv.close();
    Deadline deadline = Deadline.after(limit);
    try {
      while (!kv.isDrained() && !deadline.isPast()) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    drain(DRAIN_LIMIT);
    resources.close();
  }
}
