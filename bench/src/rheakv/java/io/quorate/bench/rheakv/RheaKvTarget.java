package io.quorate.bench.rheakv;

import com.alipay.sofa.jraft.rhea.client.RheaKVStore;
import io.quorate.cli.bench.load.Target;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A client under load.
 *
 * @param safe whether gets are linearizable
 */
record RheaKvTarget(RheaKVStore store, boolean safe) implements Target {
  @Override
  public CompletableFuture<?> put(byte[] key, byte[] value) {
    return store.put(key, value);
  }

  @Override
  public CompletableFuture<?> get(byte[] key) {
    return store.get(key, safe);
  }

  @Override
  public boolean isHit(@Nullable Object answer) {
    return answer != null;
  }
}
