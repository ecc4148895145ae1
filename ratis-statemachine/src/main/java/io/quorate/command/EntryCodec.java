package io.quorate.command;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quorate.proto.v1.LogCommand;
import io.quorate.proto.v1.LogEntry;
import java.util.ArrayList;

/** {@link Entry} to and from the bytes in the Raft log: a {@code LogEntry} of log.proto. */
public final class EntryCodec {
  private EntryCodec() {}

  public static byte[] encode(Entry entry) {
    var wire =
        LogEntry.newBuilder()
            .setVersion(entry.version())
            .setTimeMs(entry.timeMs())
            .setWallMs(entry.wallMs());
    for (Proposed proposed : entry.commands()) {
      wire.addCommands(encode(proposed));
    }
    return wire.build().toByteArray();
  }

  /**
   * Reads an entry and checks every command in it.
   *
   * @throws UnknownEntryVersionException it was written by a newer program
   * @throws InvalidCommandException it is not an entry, or holds a command that cannot exist
   */
  public static Entry decode(byte[] bytes) {
    LogEntry wire;
    try {
      wire = LogEntry.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidCommandException(
          "log entry of " + bytes.length + " bytes cannot be read: " + e.getMessage());
    }
    if (wire.getVersion() < 1 || wire.getVersion() > Entry.VERSION) {
      throw new UnknownEntryVersionException(wire.getVersion());
    }
    var commands = new ArrayList<Proposed>(wire.getCommandsCount());
    for (LogCommand command : wire.getCommandsList()) {
      commands.add(
          new Proposed(
              command.getSessionId(),
              command.getSequence(),
              command.getAcknowledged(),
              decode(command)));
    }
    return new Entry(wire.getVersion(), wire.getTimeMs(), wire.getWallMs(), commands);
  }

  private static LogCommand encode(Proposed proposed) {
    var wire =
        LogCommand.newBuilder()
            .setSessionId(proposed.sessionId())
            .setSequence(proposed.sequence())
            .setAcknowledged(proposed.acknowledged());
    switch (proposed.command()) {
      case Command.Operation operation ->
          wire.setOperation(
              proposed.wire() != null ? proposed.wire() : OperationCodec.encode(operation));
      case Command.ExpireLeases expire -> wire.getExpireLeasesBuilder().setLimit(expire.limit());
      case Command.ExpireSessions expire ->
          wire.getExpireSessionsBuilder().setLimit(expire.limit());
      case Command.RegisterNode node -> wire.setRegisterNode(ClusterCodec.encode(node));
      case Command.ForgetNode node ->
          wire.getForgetNodeBuilder().setId(node.id()).setRemoved(node.removed());
      case Command.RecordElection election -> wire.setRecordElection(ClusterCodec.encode(election));
      case Command.DigestMark() -> wire.getDigestMarkBuilder();
      case Command.Configure configure -> wire.setConfigure(ClusterCodec.encode(configure));
      case Command.Noop() -> wire.getNoopBuilder();
    }
    return wire.build();
  }

  private static Command decode(LogCommand wire) {
    return switch (wire.getKindCase()) {
      case OPERATION -> OperationCodec.decode(wire.getOperation());
      case EXPIRE_LEASES -> new Command.ExpireLeases(wire.getExpireLeases().getLimit());
      case EXPIRE_SESSIONS -> new Command.ExpireSessions(wire.getExpireSessions().getLimit());
      case REGISTER_NODE -> ClusterCodec.decode(wire.getRegisterNode());
      case FORGET_NODE ->
          new Command.ForgetNode(wire.getForgetNode().getId(), wire.getForgetNode().getRemoved());
      case RECORD_ELECTION -> ClusterCodec.decode(wire.getRecordElection());
      case DIGEST_MARK -> new Command.DigestMark();
      case CONFIGURE -> ClusterCodec.decode(wire.getConfigure());
      case NOOP -> new Command.Noop();
      case KIND_NOT_SET ->
          throw new InvalidCommandException(
              "a log command is empty, or of a kind that this version does not know");
    };
  }
}
