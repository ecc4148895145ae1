package io.quorate.server.node;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import io.quorate.server.grpc.StatusMapper;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A unary call to another node as a future that fails with the RequestException that the other node
 * answered.
 */
final class UnaryCall {
  private UnaryCall() {}

  static <T> CompletableFuture<T> future(Supplier<ListenableFuture<T>> call) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      Futures.addCallback(
          call.get(),
          new FutureCallback<T>() {
            @Override
            public void onSuccess(T reply) {
              result.complete(reply);
            }

            @Override
            public void onFailure(Throwable failure) {
              result.completeExceptionally(StatusMapper.fromStatus(failure));
            }
          },
          MoreExecutors.directExecutor());
    } catch (RuntimeException unusable) {
      // An address that cannot be parsed, or a channel that is closed already.
      result.completeExceptionally(StatusMapper.fromStatus(unusable));
    }
    return result;
  }
}
