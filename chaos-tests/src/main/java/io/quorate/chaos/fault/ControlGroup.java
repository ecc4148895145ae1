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

  /** Whether groups with such a bound can be made here. */
  static boolean isPossible(String controller, String file) {
    if (!Files.isWritable(ALL.resolve(controller).resolve("cgroup.procs"))) {
      return false;
    }
    try (var group = new ControlGroup(controller)) {
      return Files.exists(group.group.resolve(file));
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /**
   * Puts a process, with all its threads, into the group, under a bound: {@code value} for one of
   * the group's files, such as {@code cpu.cfs_quota_us}. If that fails the group is closed.
   */
  public void bound(long pid, String file, String value) {
    try {
      set(file, value);
      write(group.resolve("cgroup.procs"), Long.toString(pid));
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    }
  }

  /** Changes a bound. */
  void set(String file, String value) throws IOException {
    write(group.resolve(file), value);
  }

  private static void write(Path file, String value) throws IOException {
    Files.writeString(file, value);
  }

  /** The processes go on without bounds. */
  @Override
  public void close() {
    try {
      for (var pid : Files.readAllLines(group.resolve("cgroup.procs"))) {
        release(pid);
      }
      Files.delete(group);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void release(String pid) throws IOException {
    try {
      write(parent.resolve("cgroup.procs"), pid);
    } catch (IOException e) {
      if (ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isPresent()) {
        throw e;
      }
    }
  }
}
