package io.quorate.bench.peers;

import io.quorate.chaos.Await;
import io.quorate.chaos.cluster.LogFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** The processes of a store, ended at the latest when this is closed. For one thread. */
public final class Servers implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final int TAIL = 20;

  private record Started(Process process, LogFile log) {
    String lastLines() {
      return log.path() + ":\n" + log.tail(TAIL);
    }
  }

  private final List<Started> all = new ArrayList<>();

  /** Starts one in {@code folder}, where all that it prints goes to {@code server.log}. */
  public void start(List<String> command, Path folder) throws IOException {
    var log = folder.resolve("server.log");
    var process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    all.add(new Started(process, new LogFile(log)));
  }

  /**
   * Waits until {@code condition} holds; a failure of it counts as "not yet".
   *
   * @throws AssertionError when it does not within a minute, or one of the processes has ended
   */
  public void await(String what, Callable<Boolean> condition) {
    Await.until(
        what,
        START,
        () -> {
          requireAlive();
          return condition.call();
        },
        () -> all.stream().map(Started::lastLines).collect(Collectors.joining("\n")));
  }

  /** As {@link Peer#requireAlive}. */
  public void requireAlive() {
    for (var each : all) {
      if (!each.process().isAlive()) {
        throw new AssertionError(
            "a node exited with %d; the end of %s"
                .formatted(each.process().exitValue(), each.lastLines()));
      }
    }
  }

  public List<ProcessHandle> processes() {
    return all.stream().map(each -> each.process().toHandle()).toList();
  }

  /** At once: their data is not needed any more. */
  @Override
  public void close() {
    all.forEach(each -> each.process().destroyForcibly().onExit().join());
  }
}
