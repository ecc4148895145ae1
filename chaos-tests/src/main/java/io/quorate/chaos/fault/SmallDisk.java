package io.quorate.chaos.fault;

import io.quorate.chaos.cluster.Shell;
import java.io.IOException;
import java.nio.file.Path;

/** A file system of a few megabytes mounted on a folder; it can be filled up and freed again. */
public final class SmallDisk implements AutoCloseable {
  private final Path folder;
  private final Filler filler;

  private SmallDisk(Path folder) {
    this.folder = folder;
    this.filler = new Filler(folder);
  }

  public static SmallDisk mount(Path folder, int megabytes) {
    Shell.run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "none", folder.toString());
    return new SmallDisk(folder);
  }

  /** Writes until nothing more fits. */
  public void fill() throws IOException {
    filler.fill();
  }

  /** Gives back all that {@link #fill} took. */
  public void free() throws IOException {
    filler.free();
  }

  @Override
  public void close() {
    Shell.run("umount", folder.toString());
  }
}
