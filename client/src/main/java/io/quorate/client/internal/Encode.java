package io.quorate.client.internal;

import com.google.protobuf.ByteString;
import io.quorate.client.Bytes;
import io.quorate.client.Op;
import io.quorate.client.Precondition;
import io.quorate.client.ScanOptions;
import io.quorate.client.WriteConcern;
import io.quorate.proto.v1.Compare;
import io.quorate.proto.v1.Concern;
import io.quorate.proto.v1.Delete;
import io.quorate.proto.v1.DeleteRange;
import io.quorate.proto.v1.Get;
import io.quorate.proto.v1.Put;
import io.quorate.proto.v1.Relation;
import io.quorate.proto.v1.ScanRequest;
import io.quorate.proto.v1.Token;
import io.quorate.proto.v1.Transaction;
import io.quorate.proto.v1.TransactionOperation;

/** From this client's types to the protocol's. */
final class Encode {
  private Encode() {}

  static ByteString bytes(Bytes bytes) {
    return ByteString.copyFrom(bytes.asByteBuffer());
  }

  static Token token(io.quorate.client.Token token) {
    return Token.newBuilder()
        .setGroup(bytes(token.group()))
        .setEpoch(token.epoch())
        .setTerm(token.term())
        .setIndex(token.index())
        .build();
  }

  static Concern concern(WriteConcern concern) {
    var kind =
        switch (concern.kind()) {
          case MAJORITY -> Concern.Kind.MAJORITY;
          case ALL -> Concern.Kind.ALL;
          case MEMBERS -> Concern.Kind.MEMBERS;
          case LOCAL -> Concern.Kind.LOCAL;
        };
    return Concern.newBuilder()
        .setKind(kind)
        .setMembers(concern.members())
        .setApplied(concern.applied())
        .build();
  }

  static io.quorate.proto.v1.Precondition precondition(Precondition precondition) {
    return io.quorate.proto.v1.Precondition.newBuilder()
        .setAbsent(precondition.absent())
        .setVersion(precondition.version())
        .setCreateIndex(precondition.createIndex())
        .build();
  }

  static DeleteRange deleteRange(Bytes start, Bytes end, int limit) {
    return DeleteRange.newBuilder()
        .setStart(bytes(start))
        .setEnd(bytes(end))
        .setLimit(limit)
        .build();
  }

  static ScanRequest scan(ScanOptions options) {
    return ScanRequest.newBuilder()
        .setStart(bytes(options.start()))
        .setEnd(bytes(options.end()))
        .setLimit(options.limit())
        .setPageBytes(options.pageBytes())
        .setKeysOnly(options.keysOnly())
        .setPin(true)
        .build();
  }

  static Transaction transaction(io.quorate.client.Transaction transaction) {
    var message = Transaction.newBuilder();
    transaction.compares().forEach(compare -> message.addCompares(compare(compare)));
    transaction.then().forEach(op -> message.addThen(op(op)));
    transaction.otherwise().forEach(op -> message.addOtherwise(op(op)));
    return message.build();
  }

  private static Compare compare(io.quorate.client.Compare compare) {
    var message =
        Compare.newBuilder()
            .setKey(bytes(compare.key()))
            .setRelation(
                switch (compare.relation()) {
                  case EQUAL -> Relation.EQUAL;
                  case NOT_EQUAL -> Relation.NOT_EQUAL;
                  case LESS -> Relation.LESS;
                  case GREATER -> Relation.GREATER;
                });
    var operand = compare.operand();
    if (operand instanceof io.quorate.client.Compare.Operand.Version version) {
      message.setVersion(version.version());
    } else if (operand instanceof io.quorate.client.Compare.Operand.CreateIndex created) {
      message.setCreateIndex(created.index());
    } else if (operand instanceof io.quorate.client.Compare.Operand.ModifyIndex modified) {
      message.setModifyIndex(modified.index());
    } else if (operand instanceof io.quorate.client.Compare.Operand.LeaseId lease) {
      message.setLeaseId(lease.id());
    } else if (operand instanceof io.quorate.client.Compare.Operand.Value value) {
      message.setValue(bytes(value.value()));
    } else if (operand instanceof io.quorate.client.Compare.Operand.Exists exists) {
      message.setExists(exists.exists());
    }
    return message.build();
  }

  private static TransactionOperation op(Op op) {
    var message = TransactionOperation.newBuilder();
    if (op instanceof Op.Put put) {
      message.setPut(
          Put.newBuilder()
              .setKey(bytes(put.key()))
              .setValue(bytes(put.value()))
              .setLeaseId(put.leaseId())
              .setReturnPrevious(put.returnPrevious()));
    } else if (op instanceof Op.Delete delete) {
      message.setDelete(
          Delete.newBuilder()
              .setKey(bytes(delete.key()))
              .setReturnPrevious(delete.returnPrevious()));
    } else if (op instanceof Op.DeleteRange range) {
      message.setDeleteRange(deleteRange(range.start(), range.end(), range.limit()));
    } else if (op instanceof Op.Get get) {
      message.setGet(Get.newBuilder().setKey(bytes(get.key())));
    }
    return message.build();
  }
}
