package io.quorate.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One run of the server: a process of its own, ended at the latest when it is closed. */
public final class ServerProcess implements AutoCloseable {
  private final Process process;

  private ServerProcess(Process process) {
    this.process = process;
  }

  /** Starts {@code command}; all that it prints is appended to {@code log}. */
  static ServerProcess start(List<String> command, Map<String, String> environment, Path log) {
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("QUORATE_"));
    // Otherwise glibc keeps an arena for each thread that ever called malloc, and RocksDB has many.
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    builder.environment().putAll(environment);
    try {
      var process = builder.start();
      process.getOutputStream().close();
      return new ServerProcess(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** Sends STOP, CONT, TERM and the like. */
  void signal(String name) {
    Shell.run("kill", "-" + name, Long.toString(process.pid()));
  }

  /** SIGKILL, at once; what was sent to the disk before is still written. */
  void kill() {
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(30));
  }

  /**
   * Waits for its end and answers the exit code.
   *
   * @throws AssertionError when it goes on after {@code deadline}
   */
  public int awaitExit(Duration deadline) {
    try {
      if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            "process " + process.pid() + " still runs after " + deadline.toMillis() + " ms");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for process " + process.pid(), e);
    }
  }

  String state() {
    return process.isAlive() ? "running" : "exited with " + process.exitValue();
  }

  @Override
  public void close() {
    kill();
  }
}
