package io.quorate.bench.etcd;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;

/** The one answer of a call. */
final class Answer<T> extends CompletableFuture<T> implements StreamObserver<T> {
  @Override
  public void onNext(T value) {
    complete(value);
  }

  @Override
  public void onError(Throwable failure) {
    completeExceptionally(failure);
  }

  @Override
  public void onCompleted() {
    // It is complete with its value.
  }
}
