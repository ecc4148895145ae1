package io.quorate.server.read;

import io.quorate.proto.v1.Consistency;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.server.error.Deadline;
import io.quorate.server.error.RequestException;
import io.quorate.server.node.Cause;
import io.quorate.server.node.LeaderWatch;
import io.quorate.server.replication.PeerAddress;
import io.quorate.server.replication.Replicator;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Gets a proof of freshness from whoever leads, this node or another, until the deadline. */
final class ReadPoints {
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Replicator replicator;
  private final ReadIndex local;
  private final RemoteReadIndex remote;
  private final LeaderWatch watch;

  ReadPoints(Replicator replicator, ReadIndex local, RemoteReadIndex remote, LeaderWatch watch) {
    this.replicator = replicator;
    this.local = local;
    this.remote = remote;
    this.watch = watch;
  }

  /**
   * Repeats what failed for want of a leader; fails with UNAVAILABLE when the deadline is near and
   * there is still none, with TIMEOUT when a question is still open then.
   *
   * @param level LINEARIZABLE, LEASE or BOUNDED
   */
  CompletableFuture<ReadPoint> get(Consistency level, Deadline deadline) {
    CompletableFuture<ReadPoint> first = ask(level);
    if (first.isDone() && !first.isCompletedExceptionally()) {
      return first;
    }
    CompletableFuture<ReadPoint> result = new CompletableFuture<>();
    follow(first, level, deadline, result);
    return result.orTimeout(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
  }

  private CompletableFuture<ReadPoint> ask(Consistency level) {
    if (!replicator.leadership().leads()) {
      return remote.get(level);
    }
    return switch (level) {
      case LEASE -> local.leased();
      case BOUNDED -> local.recent();
      default -> local.confirm();
    };
  }

  private void follow(
      CompletableFuture<ReadPoint> answer,
      Consistency level,
      Deadline deadline,
      CompletableFuture<ReadPoint> result) {
    var _ =
        answer.whenComplete(
            (point, failure) -> {
              if (failure == null) {
                result.complete(point);
                return;
              }
              Throwable cause = Cause.of(failure);
              if (!isPassing(cause)) {
                result.completeExceptionally(cause);
              } else if (deadline.remaining().compareTo(PAUSE) <= 0) {
                result.completeExceptionally(noLeader(cause.getMessage()));
              } else if (!result.isDone()) {
                var _ =
                    watch.next(PAUSE).thenRun(() -> follow(ask(level), level, deadline, result));
              }
            });
  }

  private static boolean isPassing(Throwable cause) {
    return cause instanceof RequestException request
        && (request.error().getCode() == ErrorCode.NOT_LEADER
            || request.error().getCode() == ErrorCode.UNAVAILABLE);
  }

  private RequestException noLeader(@Nullable String cause) {
    String leader =
        replicator
            .membership()
            .peer(replicator.leadership().leader())
            .map(PeerAddress::grpc)
            .orElse("");
    RequestException unavailable =
        RequestException.unavailable(
            "no leader confirmed itself within the deadline; last: " + cause);
    return new RequestException(unavailable.error().toBuilder().setLeader(leader).build());
  }
}
