package io.quorate.command;

import static io.quorate.command.KeyValueCodec.bytes;
import static io.quorate.command.KeyValueCodec.wire;

import com.google.protobuf.Message;
import io.quorate.command.Command.Step;
import io.quorate.proto.v1.Operation;
import io.quorate.proto.v1.TransactionOperation;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link Command.Operation} to and from its wire form, which is the same in the log and in a
 * client's request. Decoding checks: what cannot succeed throws {@link InvalidCommandException}.
 */
public final class OperationCodec {
  private OperationCodec() {}

  public static Operation encode(Command.Operation operation) {
    var wire = Operation.newBuilder();
    switch (operation) {
      case Command.Put put -> wire.setPut(put(put));
      case Command.Delete delete -> wire.setDelete(delete(delete));
      case Command.DeleteRange range -> wire.setDeleteRange(deleteRange(range));
      case Command.Transaction transaction -> wire.setTransaction(transaction(transaction));
      case Command.LeaseGrant grant ->
          wire.getLeaseGrantBuilder().setLeaseId(grant.leaseId()).setTtlMs(grant.ttlMs());
      case Command.LeaseKeepAlive keepAlive ->
          wire.getLeaseKeepAliveBuilder().setLeaseId(keepAlive.leaseId());
      case Command.LeaseRevoke revoke -> wire.getLeaseRevokeBuilder().setLeaseId(revoke.leaseId());
      case Command.OpenSession open -> wire.getOpenSessionBuilder().setClient(open.client());
      case Command.CloseSession close ->
          wire.getCloseSessionBuilder().setSessionId(close.sessionId());
      case Command.Resolve resolve ->
          wire.getResolveBuilder()
              .setSessionId(resolve.sessionId())
              .setSequence(resolve.sequence());
    }
    return wire.build();
  }

  public static Command.Operation decode(Operation wire) {
    return switch (wire.getKindCase()) {
      case PUT -> put(wire.getPut());
      case DELETE -> delete(wire.getDelete());
      case DELETE_RANGE -> deleteRange(wire.getDeleteRange());
      case TRANSACTION -> transaction(wire.getTransaction());
      case LEASE_GRANT ->
          new Command.LeaseGrant(
              wire.getLeaseGrant().getLeaseId(), wire.getLeaseGrant().getTtlMs());
      case LEASE_KEEP_ALIVE -> new Command.LeaseKeepAlive(wire.getLeaseKeepAlive().getLeaseId());
      case LEASE_REVOKE -> new Command.LeaseRevoke(wire.getLeaseRevoke().getLeaseId());
      case OPEN_SESSION -> new Command.OpenSession(wire.getOpenSession().getClient());
      case CLOSE_SESSION -> new Command.CloseSession(wire.getCloseSession().getSessionId());
      case RESOLVE ->
          new Command.Resolve(wire.getResolve().getSessionId(), wire.getResolve().getSequence());
      case KIND_NOT_SET ->
          throw new InvalidCommandException(
              "the operation is empty, or of a kind that this version does not know");
    };
  }

  /**
   * Whether encoding what was decoded from it gives the same, so that it can stand in the log as it
   * came. False also where it would take long to know. A field from a newer client must not get
   * there: nodes of two versions would read two things from it.
   */
  public static boolean isCanonical(Operation wire) {
    return wire.hasPut()
        && isKnown(wire)
        && isKnown(wire.getPut())
        && !wire.getPut().hasPrecondition();
  }

  private static boolean isKnown(Message message) {
    return message.getUnknownFields().isEmpty();
  }

  private static io.quorate.proto.v1.Put put(Command.Put put) {
    var wire =
        io.quorate.proto.v1.Put.newBuilder()
            .setKey(wire(put.key()))
            .setValue(wire(put.value()))
            .setLeaseId(put.leaseId())
            .setReturnPrevious(put.returnPrevious());
    if (!put.precondition().isNone()) {
      wire.setPrecondition(precondition(put.precondition()));
    }
    return wire.build();
  }

  private static Command.Put put(io.quorate.proto.v1.Put wire) {
    return new Command.Put(
        bytes(wire.getKey()),
        bytes(wire.getValue()),
        precondition(wire.hasPrecondition(), wire.getPrecondition()),
        wire.getLeaseId(),
        wire.getReturnPrevious());
  }

  private static io.quorate.proto.v1.Delete delete(Command.Delete delete) {
    var wire =
        io.quorate.proto.v1.Delete.newBuilder()
            .setKey(wire(delete.key()))
            .setReturnPrevious(delete.returnPrevious());
    if (!delete.precondition().isNone()) {
      wire.setPrecondition(precondition(delete.precondition()));
    }
    return wire.build();
  }

  private static Command.Delete delete(io.quorate.proto.v1.Delete wire) {
    return new Command.Delete(
        bytes(wire.getKey()),
        precondition(wire.hasPrecondition(), wire.getPrecondition()),
        wire.getReturnPrevious());
  }

  private static io.quorate.proto.v1.DeleteRange deleteRange(Command.DeleteRange range) {
    return io.quorate.proto.v1.DeleteRange.newBuilder()
        .setStart(wire(range.start()))
        .setEnd(wire(range.end()))
        .setLimit(range.limit())
        .build();
  }

  private static Command.DeleteRange deleteRange(io.quorate.proto.v1.DeleteRange wire) {
    int limit = wire.getLimit() == 0 ? Limits.KEYS_PER_CHUNK : wire.getLimit();
    return new Command.DeleteRange(bytes(wire.getStart()), bytes(wire.getEnd()), limit);
  }

  private static io.quorate.proto.v1.Precondition precondition(Precondition precondition) {
    return io.quorate.proto.v1.Precondition.newBuilder()
        .setAbsent(precondition.absent())
        .setVersion(precondition.version())
        .setCreateIndex(precondition.createIndex())
        .build();
  }

  private static Precondition precondition(boolean present, io.quorate.proto.v1.Precondition wire) {
    return present
        ? new Precondition(wire.getAbsent(), wire.getVersion(), wire.getCreateIndex())
        : Precondition.NONE;
  }

  private static io.quorate.proto.v1.Transaction transaction(Command.Transaction transaction) {
    var wire = io.quorate.proto.v1.Transaction.newBuilder();
    for (Compare compare : transaction.compares()) {
      wire.addCompares(compare(compare));
    }
    for (Step step : transaction.then()) {
      wire.addThen(step(step));
    }
    for (Step step : transaction.otherwise()) {
      wire.addOtherwise(step(step));
    }
    return wire.build();
  }

  private static Command.Transaction transaction(io.quorate.proto.v1.Transaction wire) {
    var compares = new ArrayList<Compare>(wire.getComparesCount());
    for (io.quorate.proto.v1.Compare compare : wire.getComparesList()) {
      compares.add(compare(compare));
    }
    return new Command.Transaction(
        compares, steps(wire.getThenList()), steps(wire.getOtherwiseList()));
  }

  private static List<Step> steps(List<TransactionOperation> wire) {
    var steps = new ArrayList<Step>(wire.size());
    for (TransactionOperation step : wire) {
      steps.add(step(step));
    }
    return steps;
  }

  private static TransactionOperation step(Step step) {
    var wire = TransactionOperation.newBuilder();
    switch (step) {
      case Command.Put put -> wire.setPut(put(put));
      case Command.Delete delete -> wire.setDelete(delete(delete));
      case Command.DeleteRange range -> wire.setDeleteRange(deleteRange(range));
      case Command.Get get -> wire.getGetBuilder().setKey(wire(get.key()));
    }
    return wire.build();
  }

  private static Step step(TransactionOperation wire) {
    return switch (wire.getKindCase()) {
      case PUT -> put(wire.getPut());
      case DELETE -> delete(wire.getDelete());
      case DELETE_RANGE -> deleteRange(wire.getDeleteRange());
      case GET -> new Command.Get(bytes(wire.getGet().getKey()));
      case KIND_NOT_SET ->
          throw new InvalidCommandException(
              "a transaction's operation is empty, or of a kind that this version does not know");
    };
  }

  private static io.quorate.proto.v1.Compare compare(Compare compare) {
    var wire =
        io.quorate.proto.v1.Compare.newBuilder()
            .setKey(wire(compare.key()))
            .setRelation(relation(compare));
    switch (compare.target()) {
      case VERSION -> wire.setVersion(compare.number());
      case CREATE_INDEX -> wire.setCreateIndex(compare.number());
      case MODIFY_INDEX -> wire.setModifyIndex(compare.number());
      case LEASE -> wire.setLeaseId(compare.number());
      case EXISTS -> wire.setExists(compare.number() != 0);
      case VALUE -> wire.setValue(wire(compare.requiredValue()));
    }
    return wire.build();
  }

  private static Compare compare(io.quorate.proto.v1.Compare wire) {
    Bytes key = bytes(wire.getKey());
    Compare.Relation relation =
        switch (wire.getRelation()) {
          case EQUAL -> Compare.Relation.EQUAL;
          case NOT_EQUAL -> Compare.Relation.NOT_EQUAL;
          case LESS -> Compare.Relation.LESS;
          case GREATER -> Compare.Relation.GREATER;
          case UNRECOGNIZED ->
              throw new InvalidCommandException(
                  "relation " + wire.getRelationValue() + " is not known to this version");
        };
    return switch (wire.getTargetCase()) {
      case VERSION -> new Compare(key, Compare.Target.VERSION, relation, wire.getVersion(), null);
      case CREATE_INDEX ->
          new Compare(key, Compare.Target.CREATE_INDEX, relation, wire.getCreateIndex(), null);
      case MODIFY_INDEX ->
          new Compare(key, Compare.Target.MODIFY_INDEX, relation, wire.getModifyIndex(), null);
      case LEASE_ID -> new Compare(key, Compare.Target.LEASE, relation, wire.getLeaseId(), null);
      case EXISTS ->
          new Compare(key, Compare.Target.EXISTS, relation, wire.getExists() ? 1 : 0, null);
      case VALUE -> new Compare(key, Compare.Target.VALUE, relation, 0, bytes(wire.getValue()));
      case TARGET_NOT_SET ->
          throw new InvalidCommandException(
              "a compare says nothing to compare with, or a target that this version does not"
                  + " know");
    };
  }

  private static io.quorate.proto.v1.Relation relation(Compare compare) {
    return switch (compare.relation()) {
      case EQUAL -> io.quorate.proto.v1.Relation.EQUAL;
      case NOT_EQUAL -> io.quorate.proto.v1.Relation.NOT_EQUAL;
      case LESS -> io.quorate.proto.v1.Relation.LESS;
      case GREATER -> io.quorate.proto.v1.Relation.GREATER;
    };
  }
}
