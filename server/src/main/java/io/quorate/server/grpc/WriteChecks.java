package io.quorate.server.grpc;

import com.google.protobuf.ByteString;
import io.quorate.proto.v1.Concern;
import io.quorate.proto.v1.Operation;
import io.quorate.proto.v1.TransactionOperation;
import io.quorate.proto.v1.WriteRequest;
import io.quorate.server.error.RequestException;
import io.quorate.server.proposal.CheckedWrite;
import java.util.List;

/**
 * Refuses at the edge what can never succeed, before it costs a hop to the leader.
 *
 * @param valueBytes this node's limit, at most the format's
 */
public record WriteChecks(int valueBytes) {
  /**
   * Throws RequestException, InvalidCommandException or TooLargeException: outcome NOT_APPLIED in
   * all cases.
   */
  public CheckedWrite check(WriteRequest request) {
    checkValues(request.getOperation());
    checkConcern(request.getConcern());
    return CheckedWrite.of(request);
  }

  private void checkValues(Operation operation) {
    switch (operation.getKindCase()) {
      case PUT -> checkValue(operation.getPut().getValue());
      case TRANSACTION -> {
        checkValues(operation.getTransaction().getThenList());
        checkValues(operation.getTransaction().getOtherwiseList());
      }
      default -> {}
    }
  }

  private void checkValues(List<TransactionOperation> steps) {
    for (TransactionOperation step : steps) {
      if (step.hasPut()) {
        checkValue(step.getPut().getValue());
      }
    }
  }

  private void checkValue(ByteString value) {
    if (value.size() > valueBytes) {
      throw RequestException.tooLarge(
          "value of "
              + value.size()
              + " bytes; this node accepts at most "
              + valueBytes
              + " (limits.value_bytes)");
    }
  }

  private static void checkConcern(Concern concern) {
    switch (concern.getKind()) {
      case UNRECOGNIZED ->
          throw RequestException.invalid(
              "concern of kind " + concern.getKindValue() + ", which this version does not know");
      case MEMBERS -> {
        if (concern.getMembers() == 0) {
          throw RequestException.invalid("concern MEMBERS needs at least 1 member; found 0");
        }
      }
      case MAJORITY, ALL, LOCAL -> {}
    }
  }
}
