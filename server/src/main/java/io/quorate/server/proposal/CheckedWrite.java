package io.quorate.server.proposal;

import io.quorate.command.OperationCodec;
import io.quorate.command.Proposed;
import io.quorate.proto.v1.Operation;
import io.quorate.proto.v1.WriteRequest;

/** A client's write that can succeed, as it came and as what it asks for. */
public record CheckedWrite(WriteRequest request, Proposed proposed) {
  /**
   * Decodes the request and checks all that needs no state.
   *
   * @throws io.quorate.command.InvalidCommandException it can never succeed
   * @throws io.quorate.command.TooLargeException it is over a limit of the format
   */
  public static CheckedWrite of(WriteRequest request) {
    Operation operation = request.getOperation();
    var proposed =
        new Proposed(
            request.getSessionId(),
            request.getSequence(),
            request.getAcknowledged(),
            OperationCodec.decode(operation),
            OperationCodec.isCanonical(operation) ? operation : null);
    return new CheckedWrite(request, proposed);
  }
}
