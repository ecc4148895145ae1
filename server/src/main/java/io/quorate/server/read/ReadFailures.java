package io.quorate.server.read;

import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.Outcome;
import io.quorate.server.error.RequestException;
import io.quorate.server.node.Cause;
import io.quorate.server.node.LinkException;
import io.quorate.server.replication.Replica;
import io.quorate.store.CorruptStateException;
import io.quorate.store.StateReplacedException;
import io.quorate.store.StorageException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a caller what a failed read means to it. A read has no effect, so every outcome is
 * NOT_APPLIED.
 */
final class ReadFailures {
  private static final Logger LOG = LoggerFactory.getLogger(ReadFailures.class);

  private final Replica replica;
  private final Consumer<CorruptStateException> corrupt;

  ReadFailures(Replica replica, Consumer<CorruptStateException> corrupt) {
    this.replica = replica;
    this.corrupt = corrupt;
  }

  <T> CompletableFuture<T> guard(Supplier<CompletableFuture<T>> read) {
    CompletableFuture<T> future;
    try {
      future = read.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(toRequestException(e));
    }
    return future.isDone() && !future.isCompletedExceptionally()
        ? future
        : future.exceptionallyCompose(
            failure -> CompletableFuture.failedFuture(toRequestException(failure)));
  }

  <T> T translate(Supplier<T> read) {
    try {
      return read.get();
    } catch (RuntimeException e) {
      throw toRequestException(e);
    }
  }

  private RequestException toRequestException(Throwable failure) {
    Throwable cause = Cause.of(failure);
    return switch (cause) {
      case RequestException request -> request;
      case TimeoutException _ ->
          RequestException.timeout(
              Outcome.NOT_APPLIED,
              "the deadline passed before this node had what the read asks for; it has applied"
                  + " index "
                  + replica.applied().index());
      case LinkException link -> RequestException.unavailable(String.valueOf(link.getMessage()));
      case RejectedExecutionException _ -> RequestException.unavailable("the node is stopping");
      case StateReplacedException _ ->
          RequestException.unavailable("this node's state was replaced during the read; try again");
      case CorruptStateException damaged -> {
        corrupt.accept(damaged);
        yield RequestException.corrupt(String.valueOf(damaged.getMessage()));
      }
      case StorageException storage ->
          RequestException.unavailable("this node cannot read its state: " + storage.getMessage());
      default -> {
        LOG.error("a read failed", cause);
        yield RequestException.of(ErrorCode.INTERNAL, Outcome.NOT_APPLIED, String.valueOf(cause));
      }
    };
  }
}
