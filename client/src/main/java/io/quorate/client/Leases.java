package io.quorate.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Leases. An immutable view, for all threads; every method blocks until done and throws {@link
 * QuorateException}.
 */
public interface Leases {
  Leases withTimeout(Duration timeout);

  AsyncLeases async();

  /** Grants a lease of 1 s to 31 days; the server chooses its id. */
  Lease grant(Duration ttl);

  /**
   * Grants a lease under an id of the caller's; {@link PreconditionFailedException} when there is
   * one already.
   */
  Lease grant(long id, Duration ttl);

  /** Renews it to its full time to live; {@link NotFoundException} when it is gone. */
  Lease keepAlive(long id);

  /** Ends it and deletes its keys; answers how many. {@link NotFoundException} when it is gone. */
  long revoke(long id);

  /** At most 1,000 leases. */
  List<LeaseInfo> list();

  Optional<LeaseInfo> get(long id);

  LeaseKeeper autoKeepAlive(Lease lease);
}
