package io.quorate.client.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Metadata;
import io.grpc.Status;
import io.quorate.client.AbandonedException;
import io.quorate.client.CancelledException;
import io.quorate.client.ConcernNotMetException;
import io.quorate.client.DataCorruptException;
import io.quorate.client.DiskFullException;
import io.quorate.client.EpochChangedException;
import io.quorate.client.ErrorCode;
import io.quorate.client.Failure;
import io.quorate.client.InternalException;
import io.quorate.client.InvalidArgumentException;
import io.quorate.client.NotFoundException;
import io.quorate.client.NotLeaderException;
import io.quorate.client.OutcomeUnknownException;
import io.quorate.client.OverloadedException;
import io.quorate.client.PageExpiredException;
import io.quorate.client.PreconditionFailedException;
import io.quorate.client.QuorateException;
import io.quorate.client.QuorateTimeoutException;
import io.quorate.client.RefusedException;
import io.quorate.client.SessionExpiredException;
import io.quorate.client.StalenessNotMetException;
import io.quorate.client.TooLargeException;
import io.quorate.client.UnavailableException;
import io.quorate.client.WriteLostException;
import io.quorate.proto.v1.Error;
import io.quorate.proto.v1.Outcome;
import io.quorate.proto.v1.Rejected;
import org.jspecify.annotations.Nullable;

/**
 * The one place that maps between the protocol's errors, gRPC's statuses and {@link
 * QuorateException}.
 */
final class Failures {
  private static final Metadata.Key<byte[]> ERROR =
      Metadata.Key.of("quorate-error-bin", Metadata.BINARY_BYTE_MARSHALLER);
  private static final Error NOTHING = Error.getDefaultInstance();

  private Failures() {}

  /** The exception of the failure's code; {@code error} adds what some of them tell besides. */
  static QuorateException exception(Failure failure, Error error) {
    return switch (failure.code()) {
      case NOT_LEADER -> new NotLeaderException(failure);
      case UNAVAILABLE -> new UnavailableException(failure);
      case OVERLOADED -> new OverloadedException(failure);
      case TIMEOUT -> new QuorateTimeoutException(failure);
      case LEADERSHIP_LOST, STALE_SEQUENCE -> new OutcomeUnknownException(failure);
      case CONCERN_NOT_MET ->
          new ConcernNotMetException(
              failure, error.getIndex(), error.getAcknowledgedByList(), error.getWanted());
      case SESSION_EXPIRED -> new SessionExpiredException(failure);
      case ABANDONED -> new AbandonedException(failure);
      case WRITE_LOST -> new WriteLostException(failure);
      case EPOCH_CHANGED -> new EpochChangedException(failure);
      case PAGE_EXPIRED -> new PageExpiredException(failure);
      case STALENESS_NOT_MET -> new StalenessNotMetException(failure);
      case INVALID_ARGUMENT -> new InvalidArgumentException(failure);
      case TOO_LARGE -> new TooLargeException(failure);
      case NOT_FOUND -> new NotFoundException(failure);
      case PRECONDITION_FAILED ->
          new PreconditionFailedException(failure, error.getCurrentVersion());
      case REFUSED -> new RefusedException(failure);
      case DATA_CORRUPT -> new DataCorruptException(failure);
      case DISK_FULL -> new DiskFullException(failure);
      case INTERNAL -> new InternalException(failure);
      case CANCELLED -> new CancelledException(failure);
    };
  }

  static QuorateException exception(Failure failure) {
    return exception(failure, NOTHING);
  }

  /** INTERNAL for what this client does not know yet. */
  static ErrorCode code(io.quorate.proto.v1.ErrorCode code) {
    return switch (code) {
      case ERROR_CODE_UNSPECIFIED, UNRECOGNIZED -> ErrorCode.INTERNAL;
      default -> ErrorCode.valueOf(code.name());
    };
  }

  /**
   * What the error says, or what its code means when it says nothing. UNKNOWN for what cannot be
   * told.
   */
  static Outcome outcome(Error error) {
    if (error.getOutcome() != Outcome.OUTCOME_UNSPECIFIED
        && error.getOutcome() != Outcome.UNRECOGNIZED) {
      return error.getOutcome();
    }
    return switch (error.getCode()) {
      case NOT_LEADER,
          UNAVAILABLE,
          OVERLOADED,
          ABANDONED,
          STALENESS_NOT_MET,
          INVALID_ARGUMENT,
          TOO_LARGE,
          NOT_FOUND,
          PRECONDITION_FAILED,
          REFUSED,
          DISK_FULL ->
          Outcome.NOT_APPLIED;
      case CONCERN_NOT_MET -> Outcome.APPLIED;
      default -> Outcome.UNKNOWN;
    };
  }

  /** A replicated refusal as an error. */
  static Error error(Rejected rejected, String node) {
    return Error.newBuilder()
        .setCode(rejected.getCode())
        .setMessage(rejected.getMessage())
        .setCurrentVersion(rejected.getCurrentVersion())
        .setNode(node)
        .build();
  }

  /**
   * The error in the trailer of a call that failed; null when the node sent none, as when it is not
   * one of ours or is gone.
   */
  static @Nullable Error error(@Nullable Metadata trailers) {
    var bytes = trailers == null ? null : trailers.get(ERROR);
    try {
      return bytes == null ? null : Error.parseFrom(bytes);
    } catch (InvalidProtocolBufferException damaged) {
      return null;
    }
  }

  static String text(Error error) {
    return error.getMessage().isEmpty()
        ? error.getCode().name()
        : error.getCode() + " " + error.getMessage();
  }

  static String text(Status status, @Nullable Metadata trailers) {
    var error = error(trailers);
    if (error != null) {
      return text(error);
    }
    if (status.isOk()) {
      return "the node ended the connection";
    }
    var cause = status.getCause();
    var text =
        status.getCode() + (status.getDescription() == null ? "" : " " + status.getDescription());
    return cause == null || cause.getMessage() == null ? text : text + ": " + cause.getMessage();
  }
}
