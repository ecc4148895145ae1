package io.quorate.chaos.cluster;

import io.quorate.chaos.Await;
import io.quorate.chaos.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One node: a folder, a place, and a process when it runs. For one thread at a time. */
public final class ClusterNode {
  private static final Duration STOP = Duration.ofSeconds(30);

  private final String name;
  private final Site.Place place;
  private final NodeFiles files;
  private final Launch launch;
  private final DirectNode direct;

  /** What a dump of the threads of a JVM ends with. */
  private static final String END_OF_DUMP = "JNI global refs";

  private volatile @Nullable ServerProcess process;
  private volatile boolean paused;

  /** How its process is started. */
  record Launch(
      ServerProgram program,
      String heap,
      List<String> jvm,
      Map<String, String> settings,
      Map<String, String> environment) {}

  ClusterNode(String name, Site.Place place, NodeFiles files, Launch launch) {
    this.name = name;
    this.place = place;
    this.files = files;
    this.launch = launch;
    this.direct = new DirectNode(address());
  }

  public String name() {
    return name;
  }

  /** gRPC, {@code host:port}. */
  public String address() {
    return place.host() + ":" + place.basePort();
  }

  /** HTTP, {@code host:port}. */
  public String http() {
    return place.host() + ":" + (place.basePort() + 2);
  }

  /** TCP, of gRPC. */
  public int port() {
    return place.basePort();
  }

  /** TCP, of the peer link. */
  public int linkPort() {
    return place.basePort() + 3;
  }

  public Path data() {
    return files.data();
  }

  public LogFile log() {
    return files.log();
  }

  /** Calls that this node answers, or nobody. */
  public DirectNode direct() {
    return direct;
  }

  /** Starts the process and returns at once. */
  public void start() {
    if (isRunning()) {
      throw new IllegalStateException(name + " runs already");
    }
    var command = new ArrayList<>(place.prefix());
    command.addAll(ServerJar.command(launch.heap(), launch.jvm(), launch.program()));
    command.addAll(List.of("--config", files.config().toString()));
    launch.settings().forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
    process = ServerProcess.start(command, launch.environment(), files.log().path());
    paused = false;
  }

  /** SIGKILL. */
  public void kill() {
    running().kill();
    paused = false;
  }

  /** SIGTERM, and waits for the end. */
  public void terminate() {
    running().signal("TERM");
    running().awaitExit(STOP);
  }

  /** SIGSTOP: alive, but silent. */
  public void pause() {
    running().signal("STOP");
    paused = true;
  }

  /** SIGCONT. */
  public void resume() {
    running().signal("CONT");
    paused = false;
  }

  /** Deletes all that the node has; it must not run. */
  public void wipe() {
    empty(files.data());
  }

  /** Deletes its state, and leaves its identity, votes and log; it must not run. */
  public void wipeState() {
    empty(files.data().resolve("state"));
  }

  private void empty(Path folder) {
    if (isRunning()) {
      throw new IllegalStateException(name + " still runs");
    }
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        // The folder itself may be a mount.
        if (!path.equals(folder)) {
          Files.delete(path);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isRunning() {
    var current = process;
    return current != null && current.isAlive();
  }

  public boolean isPaused() {
    return paused;
  }

  /** Running and not frozen: it should answer. */
  public boolean isUp() {
    return isRunning() && !paused;
  }

  /** Waits for the process to end by itself and answers its exit code. */
  public int awaitExit(Duration deadline) {
    return running().awaitExit(deadline);
  }

  /** Waits until its log has {@code text}. */
  public void awaitLogged(String text, Duration deadline) {
    Await.until(
        name + " logs \"" + text + "\"",
        deadline,
        () -> log().contains(text),
        () -> log().tail(10));
  }

  public long pid() {
    return running().pid();
  }

  /** Has the JVM append what each of its threads does to the log; gives it a few seconds. */
  void dumpThreads() {
    var before = log().count(END_OF_DUMP);
    running().signal("QUIT");
    try {
      Await.until(
          name + " dumps its threads",
          Duration.ofSeconds(5),
          () -> log().count(END_OF_DUMP) > before,
          () -> "no dump");
    } catch (AssertionError e) {
      Report.line("%s did not dump its threads", name);
    }
  }

  String processState() {
    var current = process;
    return current == null ? "never started" : paused ? "paused" : current.state();
  }

  void shutDown() {
    direct.close();
    var current = process;
    if (current != null) {
      current.close();
    }
  }

  private ServerProcess running() {
    var current = process;
    if (current == null) {
      throw new IllegalStateException(name + " was never started");
    }
    return current;
  }

  @Override
  public String toString() {
    return name;
  }
}
