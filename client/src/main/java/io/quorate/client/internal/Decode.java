package io.quorate.client.internal;

import com.google.protobuf.ByteString;
import io.quorate.client.Bytes;
import io.quorate.client.Evidence;
import io.quorate.client.KeyValue;
import io.quorate.client.Lease;
import io.quorate.client.LeaseInfo;
import io.quorate.client.OpResult;
import io.quorate.client.OperationId;
import io.quorate.client.Token;
import io.quorate.client.Topology;
import io.quorate.client.WriteConcern;
import io.quorate.client.WriteInfo;
import io.quorate.proto.v1.Concern;
import io.quorate.proto.v1.GetResult;
import io.quorate.proto.v1.LeaseResult;
import io.quorate.proto.v1.OperationResult;
import io.quorate.proto.v1.WriteReply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** From the protocol's types to this client's. */
final class Decode {
  private Decode() {}

  static Bytes bytes(ByteString bytes) {
    return Bytes.copyOf(bytes.asReadOnlyByteBuffer());
  }

  static Token token(io.quorate.proto.v1.Token token) {
    return new Token(bytes(token.getGroup()), token.getEpoch(), token.getTerm(), token.getIndex());
  }

  static KeyValue keyValue(io.quorate.proto.v1.KeyValue kv) {
    return new KeyValue(
        bytes(kv.getKey()),
        bytes(kv.getValue()),
        kv.getVersion(),
        kv.getCreateIndex(),
        kv.getModifyIndex(),
        kv.getLeaseId());
  }

  static List<KeyValue> keyValues(List<io.quorate.proto.v1.KeyValue> kvs) {
    return kvs.stream().map(Decode::keyValue).toList();
  }

  static Optional<KeyValue> found(GetResult result) {
    return result.getFound() ? Optional.of(keyValue(result.getKv())) : Optional.empty();
  }

  static Evidence evidence(io.quorate.proto.v1.Evidence evidence) {
    return new Evidence(
        evidence.getNode(),
        evidence.getRole(),
        evidence.getEpoch(),
        evidence.getTerm(),
        evidence.getAppliedIndex(),
        evidence.getReadIndex(),
        evidence.getMethod(),
        evidence.getStalenessMs(),
        token(evidence.getToken()));
  }

  static WriteInfo writeInfo(WriteReply reply, OperationId operation) {
    return new WriteInfo(
        token(reply.getToken()),
        concern(reply.getConcern()),
        reply.getAcknowledgedByList(),
        reply.getDuplicate(),
        operation,
        reply.getNode());
  }

  private static WriteConcern concern(Concern concern) {
    var kind =
        switch (concern.getKind()) {
          case ALL -> WriteConcern.Kind.ALL;
          case MEMBERS -> WriteConcern.Kind.MEMBERS;
          case LOCAL -> WriteConcern.Kind.LOCAL;
          case MAJORITY, UNRECOGNIZED -> WriteConcern.Kind.MAJORITY;
        };
    var members = kind == WriteConcern.Kind.MEMBERS ? Math.max(1, concern.getMembers()) : 0;
    return new WriteConcern(kind, members, concern.getApplied());
  }

  /** Of an operation that was carried out; a rejection is told as an exception before. */
  static OpResult result(OperationResult result) {
    return switch (result.getKindCase()) {
      case PUT -> {
        var put = result.getPut();
        yield new OpResult.Put(
            put.getVersion(),
            put.getCreateIndex(),
            put.hasPrevious() ? Optional.of(keyValue(put.getPrevious())) : Optional.empty());
      }
      case DELETE -> {
        var delete = result.getDelete();
        yield new OpResult.Delete(
            delete.getDeleted(),
            delete.hasPrevious() ? Optional.of(keyValue(delete.getPrevious())) : Optional.empty());
      }
      case DELETE_RANGE -> {
        var range = result.getDeleteRange();
        yield new OpResult.DeleteRange(
            range.getDeleted(), range.getMore(), bytes(range.getResume()));
      }
      case TRANSACTION -> {
        var transaction = result.getTransaction();
        yield new OpResult.Transaction(
            transaction.getSucceeded(),
            transaction.getResultsList().stream().map(Decode::result).toList());
      }
      case GET -> new OpResult.Get(found(result.getGet()));
      case LEASE -> {
        var lease = result.getLease();
        yield new OpResult.LeaseChange(lease(lease), lease.getKeysDeleted(), lease.getMore());
      }
      case SESSION, RESOLVE, REJECTED, EMPTY, KIND_NOT_SET -> new OpResult.Done();
    };
  }

  static Lease lease(LeaseResult lease) {
    return new Lease(
        lease.getLeaseId(),
        Duration.ofMillis(lease.getTtlMs()),
        Duration.ofMillis(lease.getRemainingMs()));
  }

  static LeaseInfo leaseInfo(io.quorate.proto.v1.LeaseInfo lease) {
    return new LeaseInfo(
        new Lease(
            lease.getLeaseId(),
            Duration.ofMillis(lease.getTtlMs()),
            Duration.ofMillis(lease.getRemainingMs())),
        lease.getKeys());
  }

  static Topology topology(io.quorate.proto.v1.Topology topology) {
    return new Topology(
        topology.getTerm(),
        topology.getLeader().isEmpty() ? Optional.empty() : Optional.of(topology.getLeader()),
        topology.getNodesList().stream()
            .map(
                node ->
                    new Topology.Node(
                        node.getName(),
                        node.getAddress(),
                        node.getVoter(),
                        node.getServing(),
                        node.getId()))
            .toList());
  }
}
