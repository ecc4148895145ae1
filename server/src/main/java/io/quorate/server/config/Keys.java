package io.quorate.server.config;

import static io.quorate.server.config.Types.bytes;
import static io.quorate.server.config.Types.count;
import static io.quorate.server.config.Types.duration;
import static io.quorate.server.config.Types.integer;

import io.quorate.command.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Every key, in the order in which they are resolved and shown. A key that is derived from another
 * stands after it. Adding a setting means one constant here and one component of {@link
 * NodeConfig}.
 */
final class Keys {
  private static final List<Key<?>> DECLARED = new ArrayList<>();

  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  // ---- who and where ----

  static final Key<String> CLUSTER =
      constant(
          "cluster",
          Types.NAME,
          "quorate",
          "name of the cluster; nodes of another name are refused");
  static final Key<String> NODE_NAME =
      required("node.name", Types.NAME, "label of this node, unique in the cluster");
  static final Key<Path> NODE_DATA_DIR =
      required(
          "node.data_dir",
          Types.PATH,
          "folder of everything this node must not lose; empty = a new peer");
  static final Key<Intended> NODE_INTENDED =
      constant(
          "node.intended",
          Types.oneOf(Intended.class),
          Intended.VOTER,
          "what the node becomes once it has caught up");
  static final Key<Boolean> INSECURE =
      constant(
          "insecure",
          Types.BOOLEAN,
          false,
          "accept plain text on addresses that other machines can reach");
  static final Key<String> LISTEN_HOST =
      constant(
          "listen.host",
          Types.HOST,
          "127.0.0.1",
          "address that gRPC, Raft, HTTP and the peer link listen on");
  static final Key<Integer> LISTEN_BASE_PORT =
      constant("listen.base_port", integer(1, 65_530), 7400, "first of the node's six ports");
  static final Key<Integer> LISTEN_GRPC_PORT = port("grpc", 0, "clients and nodes");
  static final Key<Integer> LISTEN_RAFT_PORT = port("raft", 1, "Raft between nodes");
  static final Key<Integer> LISTEN_HTTP_PORT = port("http", 2, "health, metrics, status");
  static final Key<Integer> LISTEN_LINK_PORT = port("link", 3, "peer link");
  static final Key<Integer> LISTEN_RATIS_CLIENT_PORT =
      port("ratis_client", 4, "Ratis' client service, on loopback only");
  static final Key<Integer> LISTEN_RATIS_ADMIN_PORT =
      port("ratis_admin", 5, "Ratis' admin service, on loopback only");
  static final Key<String> ADVERTISE_HOST =
      declare(
          "advertise_host",
          Types.HOST,
          new Fallback.Derived<>(LISTEN_HOST, "", host -> host),
          "host by which clients and other nodes reach this one");
  static final Key<List<Member>> MEMBERS =
      constant(
          "members",
          Types.MEMBERS,
          List.of(),
          "the initial voters; empty = wait to be added to a cluster that exists");

  // ---- Raft ----

  static final Key<Preset> PRESET =
      constant(
          "preset", Types.oneOf(Preset.class), Preset.LAN, "time-outs and sizes that fit together");
  static final Key<Duration> ELECTION_TIMEOUT_MIN =
      time(
          "raft.election_timeout_min",
          ms(50),
          minutes(5),
          ms(150),
          seconds(1),
          seconds(1),
          "shortest silence of the leader after which a follower may stand for election");
  static final Key<Duration> ELECTION_TIMEOUT_MAX =
      time(
          "raft.election_timeout_max",
          ms(50),
          minutes(10),
          ms(300),
          seconds(2),
          seconds(2),
          "longest; each wait is drawn at random between the two");
  static final Key<Duration> HEARTBEAT_INTERVAL =
      time(
          "raft.heartbeat_interval",
          ms(5),
          minutes(1),
          ms(50),
          ms(250),
          ms(250),
          "how often the leader calls each member when there is nothing to replicate");
  static final Key<Duration> REQUEST_TIMEOUT =
      time(
          "raft.request_timeout",
          ms(100),
          minutes(5),
          seconds(1),
          seconds(3),
          seconds(5),
          "how long one Raft message between nodes may take");
  static final Key<Duration> SLOWNESS_TIMEOUT =
      time(
          "raft.slowness_timeout",
          ms(500),
          minutes(30),
          seconds(5),
          seconds(10),
          seconds(30),
          "silence after which a follower is reported as slow, and a missing leader as missing");
  static final Key<Duration> STEP_DOWN_WAIT =
      time(
          "raft.step_down_wait",
          ms(100),
          minutes(10),
          seconds(1),
          seconds(2),
          seconds(4),
          "how long a leader that lost touch with the majority, and stepped down for it, leaves the"
              + " election to others");
  static final Key<Duration> STAGING_TIMEOUT =
      time(
          "raft.staging_timeout",
          seconds(1),
          minutes(60),
          seconds(30),
          seconds(60),
          seconds(120),
          "silence of a new member after which its addition is given up");
  static final Key<Long> STAGING_CATCHUP_GAP =
      constant(
          "raft.staging_catchup_gap",
          count(1, 1_000_000),
          1000L,
          "entries that a new member may lack and still count as caught up");
  static final Key<Long> APPENDER_BUFFER_BYTES =
      preset(
          "raft.appender_buffer_bytes",
          bytes(4 * MIB, 32 * MIB),
          4 * MIB,
          8 * MIB,
          4 * MIB,
          "most bytes of entries in one message to a follower");
  static final Key<Long> LOG_SEGMENT_SIZE =
      preset(
          "raft.log_segment_size",
          bytes(4 * MIB, 128 * MIB), // LogVerifier holds a whole file in memory
          4 * MIB, // what is cached must die young: the collection of an old heap is an election
          64 * MIB,
          4 * MIB,
          "size at which a log file is closed and the next begun; each is read whole at the start");
  static final Key<Long> LOG_PREALLOCATED_SIZE =
      preset(
          "raft.log_preallocated_size",
          bytes(64 * KIB, 64 * MIB),
          4 * MIB,
          8 * MIB,
          256 * KIB,
          "step by which a log file grows, so that fsync seldom changes its length");
  static final Key<Long> LOG_CACHE_BYTES =
      preset(
          "raft.log_cache_bytes",
          bytes(4 * MIB, 4 * GIB),
          4 * MIB,
          128 * MIB,
          16 * MIB,
          "heap for closed log files that followers may still need");
  static final Key<Integer> LOG_CACHE_SEGMENTS =
      preset(
          "raft.log_cache_segments",
          integer(2, 1_000),
          2,
          6,
          2,
          "most closed log files in that heap");
  static final Key<Long> LOG_KEEP_BYTES =
      preset(
          "raft.log_keep_bytes",
          bytes(8 * MIB, 1024 * GIB),
          512 * MIB,
          512 * MIB,
          32 * MIB,
          "log kept for nodes that were away; a node that needs more fetches a checkpoint");
  static final Key<Duration> LOG_KEEP_TIME =
      constant(
          "raft.log_keep_time",
          duration(minutes(1), days(365)),
          hours(24),
          "age after which kept log may go even when it would fit");

  // ---- state ----

  static final Key<Long> MEMTABLE =
      preset(
          "state.memtable",
          bytes(MIB, GIB),
          64 * MIB,
          64 * MIB,
          16 * MIB,
          "native memory for the newest writes, all kinds of data together; twice flush_bytes or"
              + " more, or the store flushes by itself as well");
  static final Key<Long> BLOCK_CACHE =
      preset(
          "state.block_cache",
          bytes(MIB, 256 * GIB),
          64 * MIB,
          64 * MIB,
          16 * MIB,
          "native memory for blocks that were read");
  static final Key<Long> FLUSH_BYTES =
      preset(
          "state.flush_bytes",
          bytes(256 * KIB, 4 * GIB),
          32 * MIB,
          32 * MIB,
          4 * MIB,
          "applied bytes after which the state is made durable, and the log before it may go");
  static final Key<Duration> FLUSH_INTERVAL =
      constant(
          "state.flush_interval",
          duration(ms(100), hours(24)),
          seconds(30),
          "the same after this time, when anything was applied");

  // ---- limits ----

  static final Key<Integer> VALUE_BYTES =
      constant(
          "limits.value_bytes",
          size(1, Limits.VALUE_BYTES),
          Limits.VALUE_BYTES,
          "largest value that this node accepts");
  static final Key<Integer> MESSAGE_BYTES =
      constant(
          "limits.message_bytes",
          size(4 * MIB, 64 * MIB),
          (int) (8 * MIB),
          "largest message that a client may send");
  static final Key<Integer> QUEUE_OPERATIONS =
      constant(
          "proposals.max_queue_operations",
          integer(1, 10_000_000),
          20_000,
          "writes that may wait on the leader; more are answered OVERLOADED");
  static final Key<Long> QUEUE_BYTES =
      constant(
          "proposals.max_queue_bytes", bytes(4 * MIB, 16 * GIB), 64 * MIB, "the same in bytes");
  static final Key<Integer> ENTRY_OPERATIONS =
      constant(
          "proposals.max_entry_operations",
          integer(1, 10_000),
          512,
          "most writes in one log entry");
  static final Key<Long> ENTRY_BYTES =
      constant(
          "proposals.max_entry_bytes",
          bytes(64 * KIB, 16 * MIB),
          MIB,
          "most bytes of writes in one log entry; a larger transaction gets an entry of its own");
  static final Key<Integer> ENTRIES_IN_FLIGHT =
      constant(
          "proposals.max_entries_in_flight",
          integer(1, 64),
          2,
          "entries submitted and not yet applied, at most");
  static final Key<Integer> PINNED_PAGES =
      constant(
          "reads.max_pinned_pages",
          integer(1, 10_000),
          64,
          "scans that may hold the state of an instant at the same time");
  static final Key<Duration> PINNED_REST =
      constant(
          "reads.pinned_rest",
          duration(seconds(1), hours(24)),
          seconds(60),
          "time after its last page in which a scan keeps hold of it");

  // ---- transfer, disk, housekeeping ----

  static final Key<Integer> CHUNK_BYTES =
      constant(
          "transfer.chunk_bytes",
          size(16 * KIB, 4 * MIB),
          (int) MIB,
          "piece of a checkpoint file in one message");
  static final Key<Long> TRANSFER_MEMORY =
      constant(
          "transfer.memory_bytes",
          bytes(64 * KIB, 4 * GIB),
          16 * MIB,
          "memory that all checkpoint transfers of this node share");
  static final Key<Long> TRANSFER_RATE =
      constant(
          "transfer.rate_bytes_per_second",
          bytes(0, 1024 * GIB),
          0L,
          "speed limit of sending checkpoints; 0 = none");
  static final Key<Long> BALLAST_BYTES =
      constant(
          "disk.ballast_bytes",
          bytes(0, 64 * GIB),
          64 * MIB,
          "file that is given up when the disk is full, so that the node can still act");
  static final Key<Long> MIN_FREE_BYTES =
      preset(
          "disk.min_free_bytes",
          bytes(0, 1024 * GIB),
          256 * MIB,
          256 * MIB,
          16 * MIB,
          "free space below which the node leads no more and takes no writes");
  static final Key<Duration> STALL_TIMEOUT =
      time(
          "disk.stall_timeout",
          ms(100),
          minutes(5),
          seconds(1),
          seconds(1),
          seconds(5),
          "how long a small write to the disk may take; then the node leads no more until it takes"
              + " writes again");
  static final Key<Long> CHANGES_OPERATIONS =
      constant(
          "change_log.operations",
          count(1_000, 1_000_000_000),
          1_000_000L,
          "changes kept for feeds");
  static final Key<Long> CHANGES_BYTES =
      constant("change_log.bytes", bytes(MIB, 1024 * GIB), GIB, "the same in bytes");
  static final Key<Duration> CHANGES_AGE =
      constant("change_log.age", duration(minutes(1), days(365)), days(7), "the same in time");
  static final Key<Duration> SESSION_TTL =
      constant(
          "session.ttl",
          duration(Duration.ofSeconds(1), days(31)),
          hours(24),
          "how long the results of a silent client are remembered, for exactly-once");
  static final Key<Duration> HANDOVER_TIMEOUT =
      constant(
          "election.handover_timeout",
          duration(ms(100), minutes(5)),
          seconds(5),
          "how long a node that stops tries to hand leadership over");

  static final Key<Boolean> FAST_FAILOVER =
      constant(
          "election.fast_failover",
          Types.BOOLEAN,
          true,
          "elect at once when a majority sees that the leader's process is gone");

  static final Key<Boolean> WARM_UP =
      preset(
          "election.warm_up",
          Types.BOOLEAN,
          true,
          true,
          false,
          "play a fail-over inside the process soon after its start, so that the first real one is"
              + " as fast as later ones");

  static final List<Key<?>> ALL = List.copyOf(DECLARED);

  static final List<Key<Integer>> PORTS =
      List.of(
          LISTEN_GRPC_PORT,
          LISTEN_RAFT_PORT,
          LISTEN_HTTP_PORT,
          LISTEN_LINK_PORT,
          LISTEN_RATIS_CLIENT_PORT,
          LISTEN_RATIS_ADMIN_PORT);

  private Keys() {}

  private static <T> Key<T> declare(
      String name, Type<T> type, Fallback<T> fallback, String meaning) {
    Key<T> key = new Key<>(name, type, fallback, meaning);
    DECLARED.add(key);
    return key;
  }

  private static <T> Key<T> required(String name, Type<T> type, String meaning) {
    return declare(name, type, new Fallback.Required<>(), meaning);
  }

  private static <T> Key<T> constant(String name, Type<T> type, T value, String meaning) {
    return declare(name, type, new Fallback.Constant<>(value), meaning);
  }

  private static <T> Key<T> preset(String name, Type<T> type, T lan, T wan, T ci, String meaning) {
    return declare(name, type, new Fallback.ByPreset<>(lan, wan, ci), meaning);
  }

  private static Key<Duration> time(
      String name,
      Duration min,
      Duration max,
      Duration lan,
      Duration wan,
      Duration ci,
      String meaning) {
    return preset(name, duration(min, max), lan, wan, ci, meaning);
  }

  private static Key<Integer> port(String name, int offset, String meaning) {
    return declare(
        "listen." + name + "_port",
        Types.PORT,
        new Fallback.Derived<>(LISTEN_BASE_PORT, "+ " + offset, base -> base + offset),
        meaning);
  }

  /** A size that fits an int. */
  private static Type<Integer> size(long min, long max) {
    Type<Long> bytes = bytes(min, max);
    return new Type<>(
        bytes.expected(),
        text -> Math.toIntExact(bytes.parse().apply(text)),
        value -> bytes.print().apply((long) value));
  }

  private static Duration ms(long count) {
    return Duration.ofMillis(count);
  }

  private static Duration seconds(long count) {
    return Duration.ofSeconds(count);
  }

  private static Duration minutes(long count) {
    return Duration.ofMinutes(count);
  }

  private static Duration hours(long count) {
    return Duration.ofHours(count);
  }

  private static Duration days(long count) {
    return Duration.ofDays(count);
  }
}
