package io.quorate.bench.turns;

import io.quorate.cli.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where it was measured: without it no figure means anything.
 *
 * @param disk kind of the file system that the data is on
 */
public record Machine(
    String processor, int cores, long memoryMib, String kernel, String disk, String jdk) {
  private static final long KIB_IN_MIB = 1_024;

  public static Machine of(Path data) throws IOException {
    return new Machine(
        first("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        Long.parseLong(first("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / KIB_IN_MIB,
        Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip(),
        Files.getFileStore(data).type(),
        Runtime.version().toString());
  }

  /** The value of the first {@code name : value} in a file. */
  private static String first(String file, String name) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  /** Whether an fsync costs nothing there, and the comparison is worth as much. */
  public boolean isInMemory() {
    return disk.equals("tmpfs") || disk.equals("ramfs");
  }

  public Json.Fields json() {
    return Json.fields()
        .add("processor", processor)
        .add("cores", cores)
        .add("memory_mib", memoryMib)
        .add("kernel", kernel)
        .add("disk", disk)
        .add("java", jdk);
  }

  @Override
  public String toString() {
    return "%d cores of %s, %,d MiB, Linux %s, data on %s, Java %s"
        .formatted(cores, processor, memoryMib, kernel, disk, jdk);
  }
}
