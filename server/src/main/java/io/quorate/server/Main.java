package io.quorate.server;

import io.quorate.server.config.ConfigException;
import io.quorate.server.config.NodeConfig;
import io.quorate.server.error.StartupException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one node in the foreground. Status: 0 stopped by a signal, 1 could not start, 2 wrong
 * configuration.
 */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /** {@code --config FILE [--set key=value]…}: {@code quorate server} without its parser. */
  public static void main(String[] arguments) {
    System.exit(run(arguments, UnaryOperator.identity()));
  }

  /** As {@link #main}, and answers the status; {@code kv} may wrap what clients' calls come to. */
  public static int run(String[] arguments, UnaryOperator<KvPorts> kv) {
    Path file = null;
    Map<String, String> overrides = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      String value = i + 1 < arguments.length ? arguments[i + 1] : "";
      int equals = value.indexOf('=');
      if (arguments[i].equals("--config") && !value.isEmpty()) {
        file = Path.of(value);
      } else if (arguments[i].equals("--set") && equals > 0) {
        overrides.put(value.substring(0, equals), value.substring(equals + 1));
      } else {
        System.err.println(
            "wrong argument: " + arguments[i] + "; usage: [--config FILE] [--set key=value]...");
        return 2;
      }
    }
    return run(file, overrides, kv);
  }

  /**
   * Blocks until the process is told to stop. {@code overrides} win over the environment, that over
   * the file.
   */
  public static int run(@Nullable Path file, Map<String, String> overrides) {
    return run(file, overrides, UnaryOperator.identity());
  }

  private static int run(
      @Nullable Path file, Map<String, String> overrides, UnaryOperator<KvPorts> kv) {
    NodeConfig config;
    try {
      config = NodeConfig.load(file, System.getenv(), overrides);
    } catch (ConfigException e) {
      System.err.println(e.getMessage());
      return 2;
    }
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) ->
            LOG.error(
                "thread {} ended by an exception that nobody foresaw", thread.getName(), failure));
    // gRPC logs there, with a stack trace for every peer that is away; ours say it in a line.
    java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.SEVERE);
    CountDownLatch stopped = new CountDownLatch(1);
    Node node;
    try {
      node = new Node(config, kv);
    } catch (StartupException | IOException e) {
      return refuse(e);
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  node.close();
                  stopped.countDown();
                },
                "quorate-stop"));
    try {
      node.start();
      stopped.await();
      return 0;
    } catch (StartupException | IOException e) {
      int status = refuse(e);
      node.close();
      return status;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static int refuse(Exception reason) {
    LOG.error("cannot start: {}", reason.getMessage());
    System.err.println("cannot start: " + reason.getMessage());
    return 1;
  }
}
