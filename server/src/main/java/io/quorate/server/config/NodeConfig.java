package io.quorate.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set about a node, checked and complete: one record per feature. What each
 * key means stands in {@link Keys} and is printed by {@link ConfigExplain}. Sizes are bytes.
 *
 * @param cluster name of the cluster
 * @param advertiseHost the host by which others reach this node
 * @param members the initial voters; empty = wait to be added to a cluster that exists
 * @param insecure plain text is accepted on addresses that other machines can reach
 */
public record NodeConfig(
    String cluster,
    Node node,
    Listen listen,
    String advertiseHost,
    List<Member> members,
    Preset preset,
    boolean insecure,
    Raft raft,
    State state,
    Limits limits,
    Proposals proposals,
    Reads reads,
    Transfer transfer,
    Disk disk,
    ChangeLog changeLog,
    Session session,
    Election election) {

  public record Node(String name, Path dataDir, Intended intended) {}

  /** Ratis' client and admin services listen on loopback whatever {@code host} is. */
  public record Listen(
      String host,
      int grpcPort,
      int raftPort,
      int httpPort,
      int linkPort,
      int ratisClientPort,
      int ratisAdminPort) {}

  /**
   * Consensus and its log.
   *
   * @param electionTimeoutMin always above twice {@code heartbeatInterval}
   * @param electionTimeoutMax always above {@code electionTimeoutMin}
   * @param stagingCatchupGap entries
   * @param appenderBufferBytes always at least twice {@link Proposals#maxEntryBytes} and 4 MiB
   */
  public record Raft(
      Duration electionTimeoutMin,
      Duration electionTimeoutMax,
      Duration heartbeatInterval,
      Duration requestTimeout,
      Duration slownessTimeout,
      Duration stepDownWait,
      Duration stagingTimeout,
      long stagingCatchupGap,
      long appenderBufferBytes,
      long logSegmentSize,
      long logPreallocatedSize,
      long logCacheBytes,
      int logCacheSegments,
      long logKeepBytes,
      Duration logKeepTime) {}

  public record State(long memtable, long blockCache, long flushBytes, Duration flushInterval) {}

  public record Limits(int valueBytes, int messageBytes) {}

  public record Proposals(
      int maxQueueOperations,
      long maxQueueBytes,
      int maxEntryOperations,
      long maxEntryBytes,
      int maxEntriesInFlight) {}

  public record Reads(int maxPinnedPages, Duration pinnedRest) {}

  /**
   * Sending checkpoints.
   *
   * @param rateBytesPerSecond 0 = no limit
   */
  public record Transfer(int chunkBytes, long memoryBytes, long rateBytesPerSecond) {}

  public record Disk(long ballastBytes, long minFreeBytes, Duration stallTimeout) {}

  public record ChangeLog(long operations, long bytes, Duration age) {}

  public record Session(Duration ttl) {}

  public record Election(Duration handoverTimeout, boolean fastFailover, boolean warmUp) {}

  public NodeConfig {
    members = List.copyOf(members);
  }

  /**
   * Resolves every key: an override wins over the environment, that over the file, that over the
   * preset and the defaults.
   *
   * @param file YAML, or null for none
   * @param environment all variables; those that begin with QUORATE_ must be known
   * @param overrides by key name, from --set
   * @throws ConfigException with every problem found
   */
  public static NodeConfig load(
      @Nullable Path file, Map<String, String> environment, Map<String, String> overrides) {
    return of(Resolver.resolve(file, environment, overrides));
  }

  /** host:port for clients and nodes. */
  public String grpcAddress() {
    return Hosts.address(advertiseHost, listen.grpcPort);
  }

  public String raftAddress() {
    return Hosts.address(advertiseHost, listen.raftPort);
  }

  public String httpAddress() {
    return Hosts.address(advertiseHost, listen.httpPort);
  }

  public String linkAddress() {
    return Hosts.address(advertiseHost, listen.linkPort);
  }

  static NodeConfig of(Settings from) {
    return new NodeConfig(
        from.get(Keys.CLUSTER),
        new Node(
            from.get(Keys.NODE_NAME), from.get(Keys.NODE_DATA_DIR), from.get(Keys.NODE_INTENDED)),
        new Listen(
            from.get(Keys.LISTEN_HOST),
            from.get(Keys.LISTEN_GRPC_PORT),
            from.get(Keys.LISTEN_RAFT_PORT),
            from.get(Keys.LISTEN_HTTP_PORT),
            from.get(Keys.LISTEN_LINK_PORT),
            from.get(Keys.LISTEN_RATIS_CLIENT_PORT),
            from.get(Keys.LISTEN_RATIS_ADMIN_PORT)),
        from.get(Keys.ADVERTISE_HOST),
        from.get(Keys.MEMBERS),
        from.get(Keys.PRESET),
        from.get(Keys.INSECURE),
        raft(from),
        new State(
            from.get(Keys.MEMTABLE),
            from.get(Keys.BLOCK_CACHE),
            from.get(Keys.FLUSH_BYTES),
            from.get(Keys.FLUSH_INTERVAL)),
        new Limits(from.get(Keys.VALUE_BYTES), from.get(Keys.MESSAGE_BYTES)),
        new Proposals(
            from.get(Keys.QUEUE_OPERATIONS),
            from.get(Keys.QUEUE_BYTES),
            from.get(Keys.ENTRY_OPERATIONS),
            from.get(Keys.ENTRY_BYTES),
            from.get(Keys.ENTRIES_IN_FLIGHT)),
        new Reads(from.get(Keys.PINNED_PAGES), from.get(Keys.PINNED_REST)),
        new Transfer(
            from.get(Keys.CHUNK_BYTES),
            from.get(Keys.TRANSFER_MEMORY),
            from.get(Keys.TRANSFER_RATE)),
        new Disk(
            from.get(Keys.BALLAST_BYTES),
            from.get(Keys.MIN_FREE_BYTES),
            from.get(Keys.STALL_TIMEOUT)),
        new ChangeLog(
            from.get(Keys.CHANGES_OPERATIONS),
            from.get(Keys.CHANGES_BYTES),
            from.get(Keys.CHANGES_AGE)),
        new Session(from.get(Keys.SESSION_TTL)),
        new Election(
            from.get(Keys.HANDOVER_TIMEOUT), from.get(Keys.FAST_FAILOVER), from.get(Keys.WARM_UP)));
  }

  private static Raft raft(Settings from) {
    return new Raft(
        from.get(Keys.ELECTION_TIMEOUT_MIN),
        from.get(Keys.ELECTION_TIMEOUT_MAX),
        from.get(Keys.HEARTBEAT_INTERVAL),
        from.get(Keys.REQUEST_TIMEOUT),
        from.get(Keys.SLOWNESS_TIMEOUT),
        from.get(Keys.STEP_DOWN_WAIT),
        from.get(Keys.STAGING_TIMEOUT),
        from.get(Keys.STAGING_CATCHUP_GAP),
        from.get(Keys.APPENDER_BUFFER_BYTES),
        from.get(Keys.LOG_SEGMENT_SIZE),
        from.get(Keys.LOG_PREALLOCATED_SIZE),
        from.get(Keys.LOG_CACHE_BYTES),
        from.get(Keys.LOG_CACHE_SEGMENTS),
        from.get(Keys.LOG_KEEP_BYTES),
        from.get(Keys.LOG_KEEP_TIME));
  }
}
