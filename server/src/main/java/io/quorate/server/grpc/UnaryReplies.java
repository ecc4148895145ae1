package io.quorate.server.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Turns a future into the one reply of a unary call, or its failure into a status with the typed
 * error.
 */
final class UnaryReplies {
  private final StatusMapper errors;

  UnaryReplies(StatusMapper errors) {
    this.errors = errors;
  }

  <R> void send(StreamObserver<R> observer, Supplier<CompletableFuture<R>> call) {
    // With a cancel handler, a reply to a caller that has gone is dropped instead of thrown back at
    // us.
    ((ServerCallStreamObserver<R>) observer).setOnCancelHandler(() -> {});
    Futures.whenDone(
        Futures.call(call),
        (reply, failure) -> {
          if (failure != null) {
            observer.onError(errors.toStatus(failure));
          } else {
            observer.onNext(reply);
            observer.onCompleted();
          }
        });
  }
}
