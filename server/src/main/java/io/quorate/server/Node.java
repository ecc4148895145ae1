package io.quorate.server;

import io.quorate.proto.v1.NodeStatus;
import io.quorate.server.config.NodeConfig;
import io.quorate.server.disk.DiskGuard;
import io.quorate.server.disk.DiskSpace;
import io.quorate.server.disk.DiskSpaceConfig;
import io.quorate.server.error.RequestException;
import io.quorate.server.grpc.GrpcEdge;
import io.quorate.server.grpc.StatusMapper;
import io.quorate.server.http.HttpEdge;
import io.quorate.server.node.CheckpointCalls;
import io.quorate.server.node.CheckpointClient;
import io.quorate.server.node.HelloClientGrpc;
import io.quorate.server.node.NodeChannels;
import io.quorate.server.node.NodeEndpoints;
import io.quorate.server.node.NodeService;
import io.quorate.server.rehearsal.FailoverRehearsal;
import io.quorate.server.replication.LocalState;
import io.quorate.server.topology.NodeProfile;
import io.quorate.server.topology.bootstrap.Bootstrap;
import io.quorate.server.topology.bootstrap.HelloService;
import io.quorate.server.topology.bootstrap.Standing;
import io.quorate.server.topology.identity.DataDirectory;
import io.quorate.server.topology.identity.Group;
import io.quorate.server.transfer.CheckpointFetcher;
import io.quorate.server.transfer.CheckpointServer;
import io.quorate.server.transfer.StateCheckpoints;
import io.quorate.server.transfer.TransferConfig;
import io.quorate.store.DurableFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node, from its data directory to its open ports. It starts in two steps: first what answers
 * other nodes' Hello, so that the group can be found; then, with the group known, the {@link
 * Member}.
 */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final NodeConfig config;
  private final UnaryOperator<KvPorts> kv;
  private final Resources resources = new Resources();
  private final NodeProfile profile;
  private final DataDirectory directory;
  private final Standing standing;
  private final HelloService hello;
  private final NodeEndpoints endpoints;
  private final NodeChannels channels;
  private final HelloClientGrpc helloClient;
  private final LocalState state;
  private final CheckpointFetcher fetcher;
  private final CheckpointServer checkpoints;
  private final DiskGuard disk;
  private final StatusMapper errors;
  private final GrpcEdge grpc;
  private final HttpEdge http;
  private final Bootstrap bootstrap;
  private volatile @Nullable Member member;
  private volatile @Nullable FailoverRehearsal warmUp;

  /**
   * Takes the data directory's lock and prepares everything; opens no port. Throws
   * StartupException.
   */
  public Node(NodeConfig config) throws IOException {
    this(config, UnaryOperator.identity());
  }

  /** The same with something between clients' calls on keys and what answers them. */
  public Node(NodeConfig config, UnaryOperator<KvPorts> kv) throws IOException {
    this.config = config;
    this.kv = kv;
    this.profile = profile(config);
    this.directory =
        resources.add(
            DataDirectory.open(config.node().dataDir(), config.cluster(), config.node().name()));
    directory.refresh(profile.address(directory.nodeId()));
    this.standing = new Standing(profile, directory);
    this.hello = new HelloService(profile, directory, standing);
    this.channels = resources.add(new NodeChannels());
    this.helloClient = new HelloClientGrpc(channels::to);
    ExecutorService applied =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("quorate-applied").factory());
    resources.add(applied::shutdown);
    this.state = new LocalState(applied);
    this.disk = resources.add(new DiskGuard(dataDir(), diskConfig(config), Node::logSpace));
    this.fetcher =
        resources.add(
            new CheckpointFetcher(
                dataDir(),
                new CheckpointClient(channels::to, directory::nodeId, Duration.ofSeconds(10)),
                transferConfig(config)));
    this.checkpoints =
        resources.add(
            new CheckpointServer(
                dataDir(),
                this::groupId,
                new StateCheckpoints(this::takeCheckpoint),
                this::logStart,
                transferConfig(config)));
    CheckpointCalls checkpointCalls = resources.add(new CheckpointCalls(checkpoints));
    this.endpoints = new NodeEndpoints(hello, checkpointCalls);
    this.errors = new StatusMapper(profile.name());
    this.grpc =
        new GrpcEdge(
            config.listen().host(),
            config.listen().grpcPort(),
            config.limits().messageBytes(),
            errors);
    grpc.add(new NodeService(endpoints, endpoints::links));
    this.http =
        new HttpEdge(
            config.listen().host(),
            config.listen().httpPort(),
            new Health(this),
            this::metrics,
            this::status);
    this.bootstrap = new Bootstrap(profile, directory, standing, helloClient);
  }

  private static NodeProfile profile(NodeConfig config) {
    SortedMap<String, String> members = new TreeMap<>();
    config.members().forEach(each -> members.put(each.name(), each.address()));
    return new NodeProfile(
        config.cluster(),
        config.node().name(),
        config.grpcAddress(),
        config.raftAddress(),
        config.httpAddress(),
        members,
        config.node().intended().name().toLowerCase(java.util.Locale.ROOT),
        Version.TEXT);
  }

  private static DiskSpaceConfig diskConfig(NodeConfig config) {
    long free = config.disk().minFreeBytes();
    return new DiskSpaceConfig(
        config.disk().ballastBytes(),
        Math.max(4 * free, free + 1),
        free,
        Math.max(free / 2, 1 << 20),
        Duration.ofMillis(500));
  }

  private static TransferConfig transferConfig(NodeConfig config) {
    TransferConfig defaults = TransferConfig.DEFAULT;
    return new TransferConfig(
        config.transfer().chunkBytes(),
        config.transfer().rateBytesPerSecond(),
        defaults.checkpoints(),
        defaults.unusedTimeout(),
        defaults.attempts(),
        defaults.minBackoff(),
        defaults.maxBackoff(),
        config.disk().minFreeBytes(),
        config.transfer().memoryBytes());
  }

  private static void logSpace(DiskSpace space, long usableBytes) {
    LOG.warn("disk space is {}: {} bytes usable", space, usableBytes);
  }

  /** Opens the ports, finds the group, and serves. Blocks until this node is a running member. */
  public void start() throws IOException, InterruptedException {
    Ports.check(config.listen());
    grpc.start();
    // What clients asked for is answered by then; links between nodes never end by themselves.
    resources.add(() -> grpc.stop(Duration.ofMillis(100)));
    http.start();
    resources.add(http);
    DurableFiles.deleteTree(directory.warmUp()); // of a process that was killed in the middle
    Group group = bootstrap.run();
    Member running =
        resources.add(
            new Member(
                config,
                profile,
                directory,
                group,
                state,
                disk,
                fetcher,
                checkpoints,
                channels,
                helloClient,
                hello,
                kv));
    running.start(grpc, endpoints, errors);
    member = running;
    LOG.info("{} is up: gRPC {}, HTTP {}", profile.name(), profile.grpc(), profile.http());
    if (config.election().warmUp()) {
      warmUp =
          resources.add(FailoverRehearsal.begin(directory.warmUp(), () -> mayRehearse(running)));
    }
  }

  private boolean mayRehearse(Member running) {
    return disk.space() == DiskSpace.OK && running.notReadyReason().isEmpty() && !running.leads();
  }

  // ---- what the first step needs of the second, once it is there ----

  private String groupId() {
    return directory.formed().map(Group::groupId).orElse("");
  }

  private io.quorate.store.Checkpoint takeCheckpoint(Path target) {
    return Optional.of(state)
        .filter(mine -> mine.haltedBecause() == null)
        .flatMap(mine -> mine.ask(engine -> engine.checkpoint(target)))
        .orElseThrow(() -> RequestException.unavailable("this node has no state to give away now"));
  }

  private long logStart() {
    Member running = member;
    return running == null ? 0 : running.logStart() - 1;
  }

  private String metrics() {
    Member running = member;
    return running == null ? "" : running.metrics();
  }

  private NodeStatus status() {
    Member running = member;
    return running == null
        ? NodeStatus.newBuilder()
            .setId(profile.name())
            .setNodeId(directory.nodeId())
            .setAddress(profile.grpc())
            .setRole("none")
            .setState("joining")
            .setReason(bootstrap.reason())
            .setVersion(profile.version())
            .build()
        : running.status();
  }

  /** Empty while it is not a running member; the reason is {@link #waitingFor}. */
  Optional<Member> member() {
    return Optional.ofNullable(member);
  }

  String waitingFor() {
    return bootstrap.reason();
  }

  private Path dataDir() {
    return config.node().dataDir();
  }

  /** Hands leadership over, then closes everything in reverse. */
  @Override
  public void close() {
    FailoverRehearsal rehearsal = warmUp;
    if (rehearsal != null) {
      rehearsal.cancel();
    }
    Member running = member;
    if (running != null) {
      running.handOver(config.election().handoverTimeout());
      grpc.serving(false);
    }
    resources.close();
    LOG.info("{} has stopped", profile.name());
  }
}
