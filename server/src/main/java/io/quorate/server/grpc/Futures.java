package io.quorate.server.grpc;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls whose failure always arrives in the future, also when the call itself throws. */
final class Futures {
  /** A thread per task: these wait for disks and barriers, not for cores. */
  static final Executor VIRTUAL_THREADS = task -> Thread.ofVirtual().name("kv-request").start(task);

  private Futures() {}

  static <R> CompletableFuture<R> call(Supplier<CompletableFuture<R>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** The same of a call that answers {@code count} futures. */
  static <R> List<CompletableFuture<R>> callAll(
      int count, Supplier<List<CompletableFuture<R>>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return Collections.nCopies(count, CompletableFuture.failedFuture(e));
    }
  }

  /** Also {@code done} must not throw: nobody would learn of it. */
  static <R> void whenDone(
      CompletableFuture<R> future, BiConsumer<? super R, ? super @Nullable Throwable> done) {
    var _ = future.whenComplete(done);
  }

  static <R> CompletableFuture<R> callOnVirtualThread(Supplier<CompletableFuture<R>> call) {
    CompletableFuture<R> result = new CompletableFuture<>();
    VIRTUAL_THREADS.execute(
        () ->
            whenDone(
                call(call),
                (reply, failure) -> {
                  if (failure != null) {
                    result.completeExceptionally(failure);
                  } else {
                    result.complete(reply);
                  }
                }));
    return result;
  }
}
