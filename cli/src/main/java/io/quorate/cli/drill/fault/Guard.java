package io.quorate.cli.drill.fault;

import io.quorate.cli.local.NodeProcess;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A small process of the system's shell that undoes a fault when the drill cannot any more: within
 * a second of the drill's death, whatever it died of, and at the latest when the fault has lasted
 * far too long.
 */
final class Guard {
  private static final Duration MARGIN = Duration.ofSeconds(30);

  // $1 seconds at most, $2 whose life is watched, $3 what undoes the fault.
  private static final String WATCH =
      "i=0; while [ $i -lt $1 ] && kill -0 $2 2>/dev/null; do sleep 1; i=$((i+1)); done; eval"
          + " \"$3\"";

  private final Process process;

  private Guard(Process process) {
    this.process = process;
  }

  /**
   * Starts it; it outlives us and our terminal.
   *
   * @param undo a command of the shell that does no harm when there is nothing to undo
   */
  static Guard start(String undo, Duration longest) throws IOException {
    return start(undo, longest, ProcessHandle.current());
  }

  /** The same, watching another life. */
  static Guard start(String undo, Duration longest, ProcessHandle watched) throws IOException {
    var command = new ArrayList<>(NodeProcess.detached());
    command.addAll(List.of("/bin/sh", "-c", WATCH, "quorate-drill-guard"));
    command.add(Long.toString(longest.plus(MARGIN).toSeconds()));
    command.add(Long.toString(watched.pid()));
    command.add(undo);
    var nothing = new File("/dev/null");
    return new Guard(
        new ProcessBuilder(command)
            .directory(new File("/"))
            .redirectInput(nothing)
            .redirectOutput(ProcessBuilder.Redirect.to(nothing))
            .redirectError(ProcessBuilder.Redirect.to(nothing))
            .start());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The fault is undone: nothing is left to guard. */
  void release() {
    var sleeping = process.descendants().toList();
    process.destroyForcibly();
    sleeping.forEach(ProcessHandle::destroyForcibly);
  }
}
