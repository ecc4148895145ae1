package io.quorate.cli;

/**
 * What the process' exit status tells a script. The numbers are part of the contract and never
 * change.
 */
public final class ExitCode {
  public static final int DONE = 0;

  /** It did not happen, or its answer is no: a failed precondition, an absent key, a bug. */
  public static final int FAILED = 1;

  /** The command line, or a file that it names, is wrong; nothing was sent. */
  public static final int USAGE = 2;

  /** The answer came and says that the cluster does not serve. */
  public static final int UNHEALTHY = 3;

  /** The deadline passed, or the outcome of a write is not known. */
  public static final int UNKNOWN = 4;

  /** A safety check said no; the message says what would be lost or stop. */
  public static final int REFUSED = 5;

  private ExitCode() {}
}
