package io.quorate.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A connection to one cluster: thread-safe, one for an application. It connects when first used,
 * keeps one connection to each node that it uses, follows the leader, and learns further nodes from
 * the ones it was given.
 */
public interface QuorateClient extends AutoCloseable {

  static QuorateClientBuilder builder() {
    return new QuorateClientBuilder();
  }

  /**
   * Connects lazily, as described by {@code quorate://n1:7400,n2:7400/?timeout=5s}; see {@link
   * QuorateClientBuilder#connectionString}.
   */
  static QuorateClient connect(String connectionString) {
    return builder().connectionString(connectionString).build();
  }

  Kv kv();

  Leases leases();

  Admin admin();

  /**
   * Returns once a leader is known and a linearizable read has succeeded.
   *
   * @throws QuorateException when that did not happen within {@code timeout}
   */
  void awaitReady(Duration timeout);

  /**
   * Settles the fate of a write whose outcome is UNKNOWN, for ever: if it has not been applied it
   * never will be.
   *
   * @throws SessionExpiredException when its session is gone; then nobody knows any more
   */
  Resolution resolve(OperationId operation);

  CompletableFuture<Resolution> resolveAsync(OperationId operation);

  /** As last described by a node; before the first contact it has no leader and no nodes. */
  Topology topology();

  /**
   * Fails what is pending, ends all connections and threads, and completes the file of a recorded
   * history. Idempotent.
   */
  @Override
  void close();
}
