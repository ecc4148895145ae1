package io.quorate.client.internal;

import io.quorate.proto.v1.ErrorCode;

/** Which errors are retried, and when. Only touched by the loop. */
final class RetryPolicy {
  private final RetryBudget budget;
  private final Backoff backoff = new Backoff(5, 200);

  RetryPolicy(long now) {
    budget = new RetryBudget(now);
  }

  /**
   * Whether another attempt may end better. A write keeps its sequence, so that what is said to be
   * unknown may be retried too.
   */
  static boolean isRetried(Call call, ErrorCode code) {
    return switch (code) {
      case NOT_LEADER,
          UNAVAILABLE,
          OVERLOADED,
          TIMEOUT,
          LEADERSHIP_LOST,
          STALENESS_NOT_MET,
          DATA_CORRUPT ->
          true;
      case INTERNAL -> !call.isWrite();
      default -> false;
    };
  }

  /** A call has begun. */
  void earn() {
    budget.earn();
  }

  /** A node that lives but is slow: asking another one as well costs a retry. */
  boolean mayHedge(long now) {
    return budget.spend(now);
  }

  /** In nanoseconds, four times as long without a token of the budget. */
  long delay(Call call, long now) {
    var delay = backoff.delay(call.retries++);
    return budget.spend(now) ? delay : 4 * delay;
  }

  /** Nothing was sent, so no budget is needed; a node that comes up ends the waiting anyway. */
  long delayWithoutNode(Call call) {
    return backoff.delay(call.retries++);
  }

  /** Later than asked, never earlier; spread, so that not all come back at once. */
  long delayAfterOverload(Call call, long asked) {
    return asked + Backoff.jitter(Math.max(asked / 2, backoff.delay(call.retries++)));
  }
}
