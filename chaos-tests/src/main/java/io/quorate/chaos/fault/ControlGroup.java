package io.quorate.chaos.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A control group of the kernel (version 1), which bounds what the processes in it may use of one
 * thing. Closing it sets them free.
 */
public final class ControlGroup implements AutoCloseable {
  private static final Path ALL = Path.of("/sys/fs/cgroup");

  private final Path group;
  private final Path parent;

  /**
   * A new group without bounds.
   *
   * @param controller {@code blkio} or {@code cpu}
   */
  public ControlGroup(String controller) {
    this.parent = ALL.resolve(controller);
    try {
      this.group = Files.createTempDirectory(parent, "quorate-chaos-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether groups of the controller can be made here. */
  static boolean isPossible(String controller) {
    return Files.isWritable(ALL.resolve(controller).resolve("cgroup.procs"));
  }

  /** Sets a bound: writes to one of the group's files, such as {@code cpu.cfs_quota_us}. */
  public void set(String file, String value) {
    write(group.resolve(file), value);
  }

  /** Puts a process, with all its threads, into the group. */
  public void add(long pid) {
    write(group.resolve("cgroup.procs"), Long.toString(pid));
  }

  private static void write(Path file, String value) {
    try {
      Files.writeString(file, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The processes stay where they were put until then, and go on without bounds. */
  @Override
  public void close() {
    try {
      for (var pid : Files.readAllLines(group.resolve("cgroup.procs"))) {
        write(parent.resolve("cgroup.procs"), pid);
      }
      Files.delete(group);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
