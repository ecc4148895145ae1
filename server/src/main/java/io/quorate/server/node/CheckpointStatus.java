package io.quorate.server.node;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.quorate.proto.v1.Error;
import io.quorate.server.error.RequestException;
import io.quorate.server.grpc.StatusMapper;
import java.io.IOException;

/**
 * How the checkpoint calls fail on the wire: a refusal travels whole in the trailers, everything
 * else is a broken connection.
 */
final class CheckpointStatus {
  private CheckpointStatus() {}

  static StatusException toWire(Exception e) {
    if (e instanceof RequestException refusal) {
      Metadata trailers = new Metadata();
      trailers.put(StatusMapper.TRAILER, refusal.error());
      return Status.FAILED_PRECONDITION.withDescription(refusal.getMessage()).asException(trailers);
    }
    return Status.INTERNAL.withDescription(e.toString()).withCause(e).asException();
  }

  /**
   * Throws what {@link #toWire} was given when it was a refusal; returns the exception to throw
   * otherwise.
   */
  static IOException fromWire(StatusException e) {
    Metadata trailers = e.getTrailers();
    Error refusal = trailers == null ? null : trailers.get(StatusMapper.TRAILER);
    if (refusal != null) {
      throw new RequestException(refusal);
    }
    return new IOException(e.getMessage(), e);
  }
}
