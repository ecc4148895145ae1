package io.quorate.cli.drill;

import io.quorate.client.LeaseKeeper;
import io.quorate.client.PreconditionFailedException;
import io.quorate.client.PutOptions;
import io.quorate.client.QuorateClient;
import io.quorate.client.QuorateException;
import java.time.Duration;
import java.time.Instant;

/**
 * Lets one drill at a time break a cluster: two that are each within what it survives can together
 * be more. A key of the cluster itself, bound to a lease, so that it also keeps out drills that are
 * run elsewhere, and goes away with a drill that was killed.
 */
final class DrillLock implements AutoCloseable {
  static final String KEY = "quorate-drill-lock";

  /** Longer than any outage that a drill makes: the lease cannot be renewed meanwhile. */
  private static final Duration TTL = Duration.ofMinutes(2);

  /** Another drill has it. */
  static final class HeldException extends Exception {
    private static final long serialVersionUID = 1;

    private HeldException(String holder) {
      super(
          "another drill is running, %s. If it was killed, its lock goes within %d s"
              .formatted(holder, TTL.toSeconds()));
    }
  }

  private final QuorateClient client;
  private final LeaseKeeper keeper;

  private DrillLock(QuorateClient client, LeaseKeeper keeper) {
    this.client = client;
    this.keeper = keeper;
  }

  static DrillLock take(QuorateClient client) throws HeldException {
    var lease = client.leases().grant(TTL);
    var me = "process %d since %s".formatted(ProcessHandle.current().pid(), Instant.now());
    try {
      var _ = client.kv().put(KEY, me, PutOptions.defaults().ifAbsent().withLease(lease.id()));
      return new DrillLock(client, client.leases().autoKeepAlive(lease));
    } catch (PreconditionFailedException e) {
      var _ = client.leases().revoke(lease.id());
      throw new HeldException(client.kv().get(KEY).valueString().orElse("it has just ended"));
    }
  }

  /** What cannot be given back now goes with its lease. */
  @Override
  public void close() {
    keeper.close();
    try {
      var _ = client.leases().revoke(keeper.lease().id());
    } catch (QuorateException e) {
      // It ends by itself.
    }
  }
}
