package io.quorate.chaos.fault;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.regex.Pattern;

/** Bytes that change on the disk while nobody looks. */
public final class Damage {
  private static final int EVERY = 2048;
  private static final int SECTOR = 512;

  private Damage() {}

  /**
   * Flips a bit in every 2 KiB of the largest file under {@code folder} whose name matches, and
   * answers it.
   */
  public static Path flipBytes(Path folder, Pattern name) throws IOException {
    var file = largest(folder, name);
    try (var access = new RandomAccessFile(file.toFile(), "rw")) {
      // The first bytes are a header and the last an index: what must be found is damage between.
      for (var at = EVERY / 2L; at < access.length() / 2; at += EVERY) {
        access.seek(at);
        var old = access.read();
        access.seek(at);
        access.write(old ^ 0x10);
      }
    }
    return file;
  }

  /**
   * Flips a bit in the middle of what is written of the newest log file under {@code folder} whose
   * name matches, with intact records behind it, and answers the file.
   */
  public static Path flipWritten(Path folder, Pattern name) throws IOException {
    var file = newest(folder, name);
    try (var access = new RandomAccessFile(file.toFile(), "rw")) {
      var at = written(access) / 3;
      access.seek(at);
      var old = access.read();
      access.seek(at);
      access.write(old ^ 0x10);
    }
    return file;
  }

  /**
   * Leaves behind the last record of the newest log file what a crash in the middle of a write may
   * leave: a sector that is missing, and one that is there.
   */
  public static Path tearTail(Path folder, Pattern name) throws IOException {
    var file = newest(folder, name);
    try (var access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek((written(access) / SECTOR + 2) * SECTOR);
      var sector = new byte[SECTOR];
      Arrays.fill(sector, (byte) 0x5a);
      access.write(sector);
    }
    return file;
  }

  /** Without the zeros by which the file is extended in advance. */
  private static long written(RandomAccessFile access) throws IOException {
    var bytes = new byte[Math.toIntExact(access.length())];
    access.seek(0);
    access.readFully(bytes);
    var end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return end;
  }

  private static Path newest(Path folder, Pattern name) throws IOException {
    try (var paths = Files.walk(folder)) {
      return paths
          .filter(path -> name.matcher(path.getFileName().toString()).matches())
          .max(Comparator.comparingLong(path -> path.toFile().lastModified()))
          .orElseThrow(() -> new AssertionError("no file " + name + " under " + folder));
    }
  }

  private static Path largest(Path folder, Pattern name) throws IOException {
    try (var paths = Files.walk(folder)) {
      return paths
          .filter(path -> name.matcher(path.getFileName().toString()).matches())
          .max(Comparator.comparingLong(path -> path.toFile().length()))
          .orElseThrow(() -> new AssertionError("no file " + name + " under " + folder));
    }
  }
}
