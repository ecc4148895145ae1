package io.quorate.cli.bench;

import io.quorate.cli.bench.load.Failure;
import io.quorate.cli.bench.load.Target;
import io.quorate.client.AsyncKv;
import io.quorate.client.ErrorCode;
import io.quorate.client.GetResult;
import io.quorate.client.Outcome;
import io.quorate.client.QuorateException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A client of the cluster under load, with the preferences of its writes and of its reads. */
public record QuorateTarget(AsyncKv writes, AsyncKv reads) implements Target {
  @Override
  public CompletableFuture<?> put(byte[] key, byte[] value) {
    return writes.put(key, value);
  }

  @Override
  public CompletableFuture<?> get(byte[] key) {
    return reads.get(key);
  }

  @Override
  public boolean isHit(@Nullable Object answer) {
    return answer instanceof GetResult result && result.found();
  }

  @Override
  public Failure failure(Throwable cause) {
    return cause instanceof QuorateException known
        ? new Failure(known.code().name(), known.outcome() == Outcome.UNKNOWN)
        : new Failure(ErrorCode.INTERNAL.name(), true);
  }
}
