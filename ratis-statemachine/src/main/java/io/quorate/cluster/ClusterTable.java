package io.quorate.cluster;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import io.quorate.command.Bytes;
import io.quorate.command.ClusterCodec;
import io.quorate.command.Command;
import io.quorate.proto.v1.Configure;
import io.quorate.proto.v1.RecordElection;
import io.quorate.proto.v1.RegisterNode;
import io.quorate.store.Batch;
import io.quorate.store.CorruptStateException;
import io.quorate.store.Keyspace;
import io.quorate.store.Reader;
import io.quorate.store.Space;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The nodes, the elections and the settings: reads and writes. */
public final class ClusterTable {
  /** Most elections kept. */
  public static final int ELECTIONS = 1000;

  /** Most ids kept of nodes that were removed; of older ones it is not known any more. */
  public static final int REMOVED = 1000;

  private ClusterTable() {}

  public static void register(Command.RegisterNode node, Batch batch) {
    batch.put(
        Space.CLUSTER,
        Keyspace.node(node.id()),
        Bytes.wrap(ClusterCodec.encode(node).toByteArray()));
  }

  public static void forget(Command.ForgetNode node, Batch batch) {
    batch.delete(Space.CLUSTER, Keyspace.node(node.id()));
    if (node.removed()) {
      remember(Keyspace.removed(node.id()), batch);
    }
  }

  private static void remember(Bytes removed, Batch batch) {
    byte[] at = ByteBuffer.allocate(8).putLong(batch.index()).array();
    batch.put(Space.CLUSTER, removed, Bytes.wrap(at));
    record Removal(long index, Bytes key) {}
    var removals = new ArrayList<Removal>();
    batch.scanPrefix(
        Space.CLUSTER,
        Keyspace.REMOVED,
        (key, value) ->
            removals.add(new Removal(ByteBuffer.wrap(value.bytes().array()).getLong(), key)));
    removals.sort(Comparator.comparingLong(Removal::index));
    for (Removal old : removals.subList(0, Math.max(0, removals.size() - REMOVED))) {
      batch.delete(Space.CLUSTER, old.key());
    }
  }

  /** Whether a node with this id was a member and was removed or replaced. */
  public static boolean isRemoved(String id, Reader state) {
    return state.get(Space.CLUSTER, Keyspace.removed(id)) != null;
  }

  /** Every node that is known, by id. */
  public static List<Command.RegisterNode> nodes(Reader state) {
    var nodes = new ArrayList<Command.RegisterNode>();
    state.scanPrefix(
        Space.CLUSTER,
        Keyspace.NODES,
        (key, value) ->
            nodes.add(ClusterCodec.decode(parse(RegisterNode.parser(), value.bytes()))));
    return nodes;
  }

  /**
   * Adds to the record of elections and forgets the oldest. What amends an earlier record stands
   * beside it, and counts when they are read.
   *
   * @param ordinal of the command in its entry
   */
  public static void recordElection(Command.RecordElection election, int ordinal, Batch batch) {
    Bytes record = Bytes.wrap(ClusterCodec.encode(election).toByteArray());
    batch.put(Space.CLUSTER, Keyspace.election(batch.index(), ordinal), record);
    var keys = new ArrayList<Bytes>();
    batch.scanPrefix(Space.CLUSTER, Keyspace.ELECTIONS, (key, value) -> keys.add(key));
    for (Bytes old : keys.subList(0, Math.max(0, keys.size() - ELECTIONS))) {
      batch.delete(Space.CLUSTER, old);
    }
  }

  /** The last elections, newest first; of each term the last record. */
  public static List<Command.RecordElection> elections(Reader state, int limit) {
    var byTerm = new TreeMap<Long, Command.RecordElection>();
    state.scanPrefix(
        Space.CLUSTER,
        Keyspace.ELECTIONS,
        (key, value) -> {
          var election = ClusterCodec.decode(parse(RecordElection.parser(), value.bytes()));
          byTerm.put(election.term(), election);
          return true;
        });
    return byTerm.descendingMap().values().stream().limit(limit).toList();
  }

  public static Settings configure(Command.Configure change, Settings present, Batch batch) {
    Settings settings = present.with(change);
    Bytes stored = Bytes.wrap(ClusterCodec.encode(settings.asCommand()).toByteArray());
    batch.put(Space.CLUSTER, Keyspace.SETTINGS_KEY, stored);
    return settings;
  }

  public static Settings settings(Reader state) {
    Bytes stored = state.get(Space.CLUSTER, Keyspace.SETTINGS_KEY);
    return stored == null
        ? Settings.DEFAULT
        : Settings.DEFAULT.with(ClusterCodec.decode(parse(Configure.parser(), stored)));
  }

  private static <T> T parse(Parser<T> parser, Bytes stored) {
    try {
      return parser.parseFrom(stored.array());
    } catch (InvalidProtocolBufferException e) {
      throw new CorruptStateException("a record of the cluster cannot be read: " + e.getMessage());
    }
  }
}
