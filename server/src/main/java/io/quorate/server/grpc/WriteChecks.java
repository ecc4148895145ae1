package io.quorate.server.grpc;

import com.google.protobuf.ByteString;
import io.quorate.command.OperationCodec;
import io.quorate.command.Proposed;
import io.quorate.proto.v1.Concern;
import io.quorate.proto.v1.Operation;
import io.quorate.proto.v1.TransactionOperation;
import io.quorate.proto.v1.WriteRequest;
import io.quorate.server.error.RequestException;
import java.util.stream.Stream;

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
  public void check(WriteRequest request) {
    values(request.getOperation()).forEach(this::checkValue);
    checkConcern(request.getConcern());
    // Built only to be checked: an invalid command cannot exist.
    var _ =
        new Proposed(
            request.getSessionId(),
            request.getSequence(),
            request.getAcknowledged(),
            OperationCodec.decode(request.getOperation()));
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

  private static Stream<ByteString> values(Operation operation) {
    return switch (operation.getKindCase()) {
      case PUT -> Stream.of(operation.getPut().getValue());
      case TRANSACTION ->
          Stream.concat(
                  operation.getTransaction().getThenList().stream(),
                  operation.getTransaction().getOtherwiseList().stream())
              .filter(TransactionOperation::hasPut)
              .map(step -> step.getPut().getValue());
      default -> Stream.empty();
    };
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
