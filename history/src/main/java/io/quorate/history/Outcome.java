package io.quorate.history;

/** How an operation ended. */
public enum Outcome {
  /** It took effect between its invocation and its return. */
  OK,
  /** It surely did not happen and never will. */
  FAIL,
  /** Unknown: it may take effect at any time after its invocation, or never. */
  INFO
}
