package io.quorate.client;

import java.util.concurrent.CompletableFuture;

/**
 * Keeps a lease alive in the background, every third of its time to live, until closed. Closing
 * does not revoke the lease.
 */
public interface LeaseKeeper extends AutoCloseable {
  /** As of the last renewal. */
  Lease lease();

  /**
   * Completes exceptionally when the lease is gone (it was revoked or ran out), normally when the
   * keeper is closed. Renewals that fail for another reason are repeated.
   */
  CompletableFuture<Void> ended();

  @Override
  void close();
}
