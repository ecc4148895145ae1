package io.quorate.chaos.workload;

/**
 * Ends a step in which the store answered and nothing was done, as it should be: somebody was
 * faster, or has what was asked for. No failure, and no progress either: a workload that only asks
 * in vain shows nothing.
 */
public final class NothingDoneException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NothingDoneException(String why) {
    super(why);
  }
}
