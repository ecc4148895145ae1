package io.quorate.client;

/** What is known about an operation's effect. */
public enum Outcome {
  /** It has had no effect and never will. */
  NOT_APPLIED,
  /** It is committed and will survive. */
  APPLIED,
  /**
   * It may or may not have had, or still get, its effect: settle it with {@link
   * QuorateClient#resolve}.
   */
  UNKNOWN
}
