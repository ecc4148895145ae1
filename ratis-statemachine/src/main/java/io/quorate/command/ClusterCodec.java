package io.quorate.command;

/**
 * The commands that describe the cluster, to and from their wire form, in which they are stored as
 * well.
 */
public final class ClusterCodec {
  private ClusterCodec() {}

  public static io.quorate.proto.v1.RegisterNode encode(Command.RegisterNode node) {
    return io.quorate.proto.v1.RegisterNode.newBuilder()
        .setId(node.id())
        .setName(node.name())
        .setGrpc(node.grpc())
        .setRaft(node.raft())
        .setHttp(node.http())
        .setVersion(node.version())
        .setIntended(node.intended())
        .setJoining(node.joining())
        .build();
  }

  public static Command.RegisterNode decode(io.quorate.proto.v1.RegisterNode wire) {
    return new Command.RegisterNode(
        wire.getId(),
        wire.getName(),
        wire.getGrpc(),
        wire.getRaft(),
        wire.getHttp(),
        wire.getVersion(),
        wire.getIntended(),
        wire.getJoining());
  }

  public static io.quorate.proto.v1.RecordElection encode(Command.RecordElection election) {
    ElectionAccount account = election.account();
    var wire = io.quorate.proto.v1.RecordElection.newBuilder();
    if (account.inheritedEntries() >= 0) {
      wire.setInheritedEntries(account.inheritedEntries());
    }
    if (account.unknownEntries() >= 0) {
      wire.setUnknownEntries(account.unknownEntries());
    }
    return wire.setWallMs(election.wallMs())
        .setTerm(election.term())
        .setFrom(election.from())
        .setTo(election.to())
        .setTrigger(election.trigger())
        .setCause(election.cause())
        .setDetectedMs(election.detectedMs())
        .setElectedMs(election.electedMs())
        .setUnavailableMs(election.unavailableMs())
        .setKind(account.kind())
        .setVotes(account.votes())
        .setReported(account.reported())
        .build();
  }

  public static Command.RecordElection decode(io.quorate.proto.v1.RecordElection wire) {
    return new Command.RecordElection(
        wire.getWallMs(),
        wire.getTerm(),
        wire.getFrom(),
        wire.getTo(),
        wire.getTrigger(),
        wire.getCause(),
        wire.getDetectedMs(),
        wire.getElectedMs(),
        wire.getUnavailableMs(),
        new ElectionAccount(
            wire.getKind(),
            wire.getVotes(),
            wire.hasInheritedEntries() ? wire.getInheritedEntries() : -1,
            wire.hasUnknownEntries() ? wire.getUnknownEntries() : -1,
            wire.getReported()));
  }

  public static io.quorate.proto.v1.Configure encode(Command.Configure configure) {
    return io.quorate.proto.v1.Configure.newBuilder()
        .setChangeLogOperations(configure.changeLogOperations())
        .setChangeLogBytes(configure.changeLogBytes())
        .setChangeLogAgeMs(configure.changeLogAgeMs())
        .setSessionTtlMs(configure.sessionTtlMs())
        .setSessionMaxResults(configure.sessionMaxResults())
        .setSessionMaxBytes(configure.sessionMaxBytes())
        .build();
  }

  public static Command.Configure decode(io.quorate.proto.v1.Configure wire) {
    return new Command.Configure(
        wire.getChangeLogOperations(),
        wire.getChangeLogBytes(),
        wire.getChangeLogAgeMs(),
        wire.getSessionTtlMs(),
        wire.getSessionMaxResults(),
        wire.getSessionMaxBytes());
  }
}
