package io.quorate.bench.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.quorate.cli.bench.load.Target;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A connection under load. A put is SET and, in the same packet, WAIT 1: done when it is in the log
 * of the primary and a replica has it too.
 */
record RedisTarget(StatefulRedisConnection<byte[], byte[]> connection) implements Target {
  private static final long WAIT_MS = 5_000;

  @Override
  public CompletableFuture<?> put(byte[] key, byte[] value) {
    var commands = connection.async();
    var set = commands.set(key, value);
    var replicas = commands.waitForReplication(1, WAIT_MS);
    connection.flushCommands();
    return set.thenCombine(replicas, (_, count) -> acknowledged(count)).toCompletableFuture();
  }

  private static long acknowledged(long replicas) {
    if (replicas < 1) throw new IllegalStateException("no replica has it");
    return replicas;
  }

  @Override
  public CompletableFuture<?> get(byte[] key) {
    return connection.async().get(key).toCompletableFuture();
  }

  @Override
  public boolean isHit(@Nullable Object answer) {
    return answer != null;
  }
}
