package io.quorate.chaos.fault;

import io.quorate.chaos.cluster.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A disk of its own for one folder: a file with an ext4, mounted by a loop device. It can be filled
 * and freed, frozen and thawed, made slow, and it can lose its power, and with it all that was not
 * fsynced.
 */
public final class LoopDisk implements AutoCloseable {
  private static final String PATH = "PATH=$PATH:/usr/sbin:/sbin exec ";

  private static final String BOUND = "blkio.throttle.write_bps_device";

  private final Path image;
  private final Path folder;
  private final Filler filler;
  private boolean frozen;
  private Optional<ControlGroup> throttle = Optional.empty();

  private LoopDisk(Path image, Path folder) {
    this.image = image;
    this.folder = folder;
    this.filler = new Filler(folder);
  }

  /** Makes the disk in the file {@code image} and mounts it on {@code folder}. */
  public static LoopDisk mount(Path image, Path folder, int megabytes) {
    sh("truncate -s " + megabytes + "M '" + image + "'");
    sh("mkfs.ext4 -q -F -m 0 '" + image + "'");
    var disk = new LoopDisk(image, folder);
    disk.mount();
    // The server wants its data directory empty.
    sh("rmdir '" + folder.resolve("lost+found") + "'");
    return disk;
  }

  private void mount() {
    sh("mount -o loop '" + image + "' '" + folder + "'");
  }

  /** Writes until nothing more fits; {@link #free} gives it back. */
  public void fill() throws IOException {
    filler.fill();
  }

  public void free() throws IOException {
    filler.free();
  }

  /** From now on every write waits; so does whoever asks for the end of the writer. */
  public void freeze() {
    sh("fsfreeze -f '" + folder + "'");
    frozen = true;
  }

  public void thaw() {
    if (frozen) {
      sh("fsfreeze -u '" + folder + "'");
      frozen = false;
    }
  }

  /**
   * From now on what a process writes here gets to the disk at so many bytes a second at most; an
   * fsync waits for it, and so does whoever asks for the end of the process.
   */
  public void slowDown(long pid, long bytesPerSecond) {
    var group = new ControlGroup("blkio");
    group.bound(pid, BOUND, device() + " " + bytesPerSecond);
    throttle = Optional.of(group);
  }

  /** As fast as it was. */
  public void speedUp() {
    throttle.ifPresent(this::release);
    throttle = Optional.empty();
  }

  private void release(ControlGroup slow) {
    try (slow) {
      slow.set(BOUND, device() + " 0"); // lets go what waits
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code major:minor}. */
  private String device() {
    return Shell.run("mountpoint", "-d", folder.toString()).strip();
  }

  /** What was not fsynced is gone, and every later write fails. */
  public void cutPower() {
    sh("xfs_io -x -c shutdown '" + folder + "'");
  }

  /** After {@link #cutPower}: the disk as it is found; nobody may have a file of it open. */
  public void restorePower() {
    sh("umount '" + folder + "'");
    mount();
  }

  private static void sh(String command) {
    Shell.run("sh", "-c", PATH + command);
  }

  @Override
  public void close() {
    speedUp();
    thaw();
    sh("umount '" + folder + "'");
  }
}
