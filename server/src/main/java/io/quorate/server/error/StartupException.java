package io.quorate.server.error;

/**
 * Why the node cannot start, said to its operator: what was expected, what was found, what to do.
 * The process ends with status 1.
 */
public final class StartupException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StartupException(String message) {
    super(message);
  }

  public StartupException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * A port that cannot be listened on.
   *
   * @param what such as "gRPC"
   * @param key the setting that names the port
   */
  public static StartupException port(
      String what, String host, int port, String key, Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String reason = String.valueOf(root.getMessage());
    String advice =
        reason.contains("in use")
            ? "another process has it; stop that, or choose another with " + key
            : "listen.host must be an address of this machine, and "
                + key
                + " a port that this user may open";
    return new StartupException(
        "cannot listen for %s on %s:%d: %s (%s)".formatted(what, host, port, advice, reason),
        failure);
  }
}
