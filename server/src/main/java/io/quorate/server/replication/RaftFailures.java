package io.quorate.server.replication;

import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.Outcome;
import io.quorate.ratis.Submission;
import io.quorate.server.error.RequestException;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.apache.ratis.protocol.exceptions.ReconfigurationInProgressException;
import org.apache.ratis.protocol.exceptions.ReconfigurationTimeoutException;
import org.apache.ratis.protocol.exceptions.ResourceUnavailableException;
import org.apache.ratis.protocol.exceptions.SetConfigurationException;
import org.apache.ratis.protocol.exceptions.TransferLeadershipException;

/** What Ratis' exceptions mean to a caller. */
final class RaftFailures {
  private final Supplier<String> leaderAddress;

  /**
   * @param leaderAddress the leader's gRPC address as known now; empty = unknown
   */
  RaftFailures(Supplier<String> leaderAddress) {
    this.leaderAddress = leaderAddress;
  }

  RequestException notLeader() {
    return RequestException.notLeader(leaderAddress.get(), "this node does not lead");
  }

  /**
   * Of a write. Sure of NOT_APPLIED only when Ratis never gave the entry an index; whatever the
   * exception is called.
   */
  RequestException of(Throwable failure, Submission submission) {
    Throwable cause = unwrap(failure);
    if (submission.mayBeInLog()) {
      return RequestException.leadershipLost(
          "submitted, and its fate is not known here: " + firstLine(cause));
    }
    return switch (cause) {
      case NotLeaderException e -> notLeader();
      case ResourceUnavailableException e ->
          RequestException.overloaded(20, "the log's queue is full");
      default -> RequestException.unavailable("not accepted: " + firstLine(cause));
    };
  }

  /** Of a change of membership or leadership. */
  RequestException ofAdmin(Throwable failure) {
    Throwable cause = unwrap(failure);
    String message = firstLine(cause);
    return switch (cause) {
      case RequestException known -> known;
      case NotLeaderException e -> notLeader();
      case LeaderNotReadyException e -> RequestException.unavailable("the leader is not ready yet");
      case ReconfigurationInProgressException e ->
          RequestException.unavailable("another membership change is in progress");
      case ReconfigurationTimeoutException e ->
          RequestException.timeout(
              Outcome.UNKNOWN, "the new peers did not catch up in time: " + message);
      case TransferLeadershipException e -> RequestException.timeout(Outcome.UNKNOWN, message);
      case SetConfigurationException e -> RequestException.refused(message);
      default -> RequestException.of(ErrorCode.UNAVAILABLE, Outcome.UNKNOWN, message);
    };
  }

  private static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** Ratis' messages go on for lines. */
  static String firstLine(Throwable cause) {
    String text =
        String.valueOf(
            cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
