package io.quorate.cli.local;

import io.quorate.cli.CommandFailure;
import io.quorate.cli.Terminal;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The operating system's side of a local node: starting its process, finding it again, sending it
 * signals.
 */
public final class NodeProcess {
  /** Start times are only exact to a clock tick, and move with the wall clock. */
  private static final long SAME_START_MS = 2_000;

  /** Read by the command line, not by nodes. */
  private static final List<String> OWN_VARIABLES = List.of("QUORATE_ENDPOINTS", NodeJvm.OVERRIDE);

  /** Position of the number of threads in /proc/PID/stat, counted from the state. */
  private static final int THREADS = 17;

  private NodeProcess() {}

  /** Starts the node in a session of its own, so that Ctrl-C on our terminal does not reach it. */
  static LocalNode start(LocalNode node, Terminal terminal) throws IOException {
    var command = new ArrayList<>(detached());
    command.addAll(NodeJvm.command(terminal.environment()));
    command.addAll(List.of("--config", node.config().toString()));
    var builder =
        new ProcessBuilder(command)
            .directory(node.folder().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(node.log().toFile()));
    builder.environment().keySet().removeAll(OWN_VARIABLES);
    builder.environment().putAll(NodeJvm.ENVIRONMENT);
    var process = builder.start();
    var startedMs = startMs(process.toHandle());
    return node.running(process.pid(), startedMs);
  }

  /** What a command is prefixed with so that Ctrl-C on our terminal does not reach it. */
  public static List<String> detached() {
    for (var folder : List.of("/usr/bin", "/bin")) {
      var setsid = Path.of(folder, "setsid");
      if (Files.isExecutable(setsid)) return List.of(setsid.toString());
    }
    // As nohup does: the signals stay ignored across exec, and the JVM respects that.
    return List.of("/bin/sh", "-c", "trap '' HUP INT; exec \"$@\"", "sh");
  }

  /** The node's process, if it runs; never another one that was given the same id. */
  public static Optional<ProcessHandle> find(LocalNode node) {
    if (node.pid() == 0) return Optional.empty();
    return ProcessHandle.of(node.pid())
        .filter(ProcessHandle::isAlive)
        .filter(process -> isOf(node, process));
  }

  private static boolean isOf(LocalNode node, ProcessHandle process) {
    if (isZombie(process.pid())) return false;
    // Empty also for a moment while the process turns from setsid into the JVM.
    var line = commandLine(process.pid());
    return line.isEmpty()
        ? Math.abs(startMs(process) - node.startedMs()) < SAME_START_MS
        : line.contains(node.config().toString());
  }

  /**
   * Whether the process still has a life: one that ended and is not yet collected by its parent has
   * none.
   */
  static boolean exists(ProcessHandle process) {
    return process.isAlive() && !isZombie(process.pid());
  }

  /** Where there is no /proc nothing is known to be one. */
  private static boolean isZombie(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // PID (NAME) STATE …, where the name may contain anything.
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      // Its first thread may be one before the others have ended, which still hold its ports.
      return fields[0].equals("Z") && Integer.parseInt(fields[THREADS]) <= 1;
    } catch (IOException e) {
      return false;
    }
  }

  /** Empty where there is no /proc. */
  private static List<String> commandLine(long pid) {
    try {
      var bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
      return bytes.length == 0
          ? List.of()
          : List.of(new String(bytes, StandardCharsets.UTF_8).split("\0"));
    } catch (IOException e) {
      return List.of(); // it has just ended, or is somebody else's
    }
  }

  private static long startMs(ProcessHandle process) {
    return process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
  }

  /** Sends SIGSTOP, SIGCONT and the like; Java itself knows only how to end a process. */
  public static void signal(String name, ProcessHandle process)
      throws IOException, InterruptedException {
    var kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
            .redirectErrorStream(true)
            .start();
    var said = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (kill.waitFor() != 0) {
      throw CommandFailure.failed("kill -" + name + " " + process.pid() + " failed: " + said);
    }
  }
}
