package io.quorate.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * {@link Leases} with futures. They complete on a thread of the client: do not block in what
 * depends on them.
 */
public interface AsyncLeases {
  AsyncLeases withTimeout(Duration timeout);

  CompletableFuture<Lease> grant(Duration ttl);

  CompletableFuture<Lease> grant(long id, Duration ttl);

  CompletableFuture<Lease> keepAlive(long id);

  CompletableFuture<Long> revoke(long id);

  CompletableFuture<List<LeaseInfo>> list();

  CompletableFuture<Optional<LeaseInfo>> get(long id);
}
