package io.quorate.chaos.planted;

import io.quorate.server.Main;
import java.util.Arrays;

/**
 * A node of the server with a {@link Bug}, the first argument; the rest are the server's. Runs in a
 * process that has, of the tests, this folder of classes alone.
 */
public final class PlantedServer {
  private PlantedServer() {}

  public static void main(String[] arguments) {
    var bug = Bug.valueOf(arguments[0]);
    System.exit(Main.run(Arrays.copyOfRange(arguments, 1, arguments.length), bug::plant));
  }
}
