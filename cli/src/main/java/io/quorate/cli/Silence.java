package io.quorate.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * No logging but a node's own. What a verb has to say it says itself; what gRPC and Netty report of
 * connections that come and go is noise there, and setting a logging framework up takes longer than
 * many verbs.
 */
final class Silence {
  // Loggers are held weakly: without this the level would be forgotten.
  private static final Logger GRPC = Logger.getLogger("io.grpc");

  private Silence() {}

  /** To be called before anything asks for a logger. */
  static void keep() {
    GRPC.setLevel(Level.OFF);
    System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    System.setProperty("slf4j.internal.verbosity", "ERROR");
  }
}
