package io.quorate.server.grpc;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.quorate.command.InvalidCommandException;
import io.quorate.command.TooLargeException;
import io.quorate.proto.v1.Error;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.Outcome;
import io.quorate.server.error.RequestException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where failures become wire errors and back. A unary call that fails carries its
 * {@link Error} in the trailer {@code quorate-error-bin}; the gRPC code beside it is only for
 * generic tools.
 */
public final class StatusMapper {
  public static final Metadata.Key<Error> TRAILER =
      Metadata.Key.of(
          "quorate-error-bin", ProtoUtils.metadataMarshaller(Error.getDefaultInstance()));

  private static final Logger LOG = LoggerFactory.getLogger(StatusMapper.class);

  private final String nodeName;

  /** Errors that do not say which node answered get this node's name. */
  public StatusMapper(String nodeName) {
    this.nodeName = nodeName;
  }

  /**
   * Never throws. What is none of the expected failures is a bug: INTERNAL, outcome UNKNOWN, logged
   * here and nowhere else.
   */
  public Error toError(Throwable failure) {
    Error error =
        switch (unwrap(failure)) {
          case RequestException expected -> expected.error();
          case TooLargeException tooLarge -> RequestException.tooLarge(text(tooLarge)).error();
          case InvalidCommandException invalid -> RequestException.invalid(text(invalid)).error();
          case Throwable bug -> {
            LOG.error("A request failed in a way that nobody foresaw; please report it", bug);
            yield RequestException.of(ErrorCode.INTERNAL, Outcome.UNKNOWN, "unexpected: " + bug)
                .error();
          }
        };
    return error.getNode().isEmpty() ? error.toBuilder().setNode(nodeName).build() : error;
  }

  /** With the error in the trailer. */
  public StatusRuntimeException toStatus(Throwable failure) {
    return toStatus(toError(failure));
  }

  static StatusRuntimeException toStatus(Error error) {
    Metadata trailers = new Metadata();
    trailers.put(TRAILER, error);
    return grpcCode(error.getCode())
        .toStatus()
        .withDescription(error.getCode() + ": " + error.getMessage())
        .asRuntimeException(trailers);
  }

  /**
   * The way back, for calls from node to node. Without a trailer the other node's answer is not
   * known, only the transport's: then the outcome is UNKNOWN, except where gRPC says that no method
   * was called.
   */
  public static RequestException fromStatus(Throwable failure) {
    Throwable cause = unwrap(failure);
    if (cause instanceof RequestException request) {
      return request;
    }
    Metadata trailers = Status.trailersFromThrowable(cause);
    Error error = trailers == null ? null : trailers.get(TRAILER);
    if (error != null) {
      return new RequestException(error);
    }
    Status status = Status.fromThrowable(cause);
    String message =
        "gRPC says "
            + status.getCode()
            + (status.getDescription() == null ? "" : ": " + status.getDescription());
    return switch (status.getCode()) {
      case UNAVAILABLE, CANCELLED ->
          RequestException.of(ErrorCode.UNAVAILABLE, Outcome.UNKNOWN, message);
      case DEADLINE_EXCEEDED -> RequestException.timeout(Outcome.UNKNOWN, message);
      case RESOURCE_EXHAUSTED -> RequestException.of(ErrorCode.TOO_LARGE, Outcome.UNKNOWN, message);
      case UNIMPLEMENTED -> RequestException.invalid(message);
      default -> RequestException.of(ErrorCode.INTERNAL, Outcome.UNKNOWN, message);
    };
  }

  private static Status.Code grpcCode(ErrorCode code) {
    return switch (code) {
      case NOT_LEADER, UNAVAILABLE, STALENESS_NOT_MET -> Status.Code.UNAVAILABLE;
      case OVERLOADED, DISK_FULL -> Status.Code.RESOURCE_EXHAUSTED;
      case TIMEOUT, CONCERN_NOT_MET -> Status.Code.DEADLINE_EXCEEDED;
      case LEADERSHIP_LOST, ABANDONED -> Status.Code.ABORTED;
      case SESSION_EXPIRED,
          STALE_SEQUENCE,
          EPOCH_CHANGED,
          PAGE_EXPIRED,
          PRECONDITION_FAILED,
          REFUSED ->
          Status.Code.FAILED_PRECONDITION;
      case WRITE_LOST, DATA_CORRUPT -> Status.Code.DATA_LOSS;
      case INVALID_ARGUMENT, TOO_LARGE -> Status.Code.INVALID_ARGUMENT;
      case NOT_FOUND -> Status.Code.NOT_FOUND;
      case ALREADY_EXISTS -> Status.Code.ALREADY_EXISTS;
      case INTERNAL, ERROR_CODE_UNSPECIFIED, UNRECOGNIZED -> Status.Code.INTERNAL;
    };
  }

  private static Throwable unwrap(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String text(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }
}
