package io.quorate.client.internal;

import java.util.concurrent.TimeUnit;

/*
 * A token bucket that keeps retries from multiplying the load of a cluster that is already in trouble: each call earns a fifth of a
 * token, time earns ten per second, at most 256 are kept, a retry after back-off costs one.
 *
 * A call without a token is not failed, it waits four times longer. During a fail-over of some seconds 256 callers therefore have one
 * quick retry each, come again at most once a second, and, what decides, are all woken for free when a node pushes the topology with
 * the new leader or a node comes back: nobody waits out a back-off once the cluster is known to work again.
 */
/** Limits the rate of retries. Only touched by the loop. */
final class RetryBudget {
  private static final double PER_CALL = 0.2;
  private static final double PER_SECOND = 10;
  private static final double MOST = 256;

  private double tokens = MOST;
  private long refilled;

  RetryBudget(long now) {
    refilled = now;
  }

  void earn() {
    tokens = Math.min(MOST, tokens + PER_CALL);
  }

  boolean spend(long now) {
    tokens = Math.min(MOST, tokens + PER_SECOND * (now - refilled) / TimeUnit.SECONDS.toNanos(1));
    refilled = now;
    if (tokens < 1) {
      return false;
    }
    tokens -= 1;
    return true;
  }
}
