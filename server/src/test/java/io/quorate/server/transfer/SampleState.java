package io.quorate.server.transfer;

import io.quorate.command.TermIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;

/**
 * A state of three files with random content; the same for every checkpoint, as tables of RocksDB
 * are.
 */
final class SampleState implements CheckpointMaker {
  static final int LARGE_BYTES = 3_000_000;

  private final long seed;
  volatile TermIndex position = new TermIndex(3, 100);

  /** The next manifests announce another checksum for this file than it has. */
  volatile String damaged = "";

  /** So many of the next manifests. */
  volatile int timesDamaged = Integer.MAX_VALUE;

  final AtomicInteger made = new AtomicInteger();

  SampleState(long seed) {
    this.seed = seed;
  }

  @Override
  public Contents make(Path directory) throws IOException {
    Files.createDirectories(directory);
    List<ManifestFile> files = new ArrayList<>();
    files.add(write(directory, "CURRENT", 16));
    files.add(write(directory, "000001.sst", LARGE_BYTES));
    files.add(write(directory, "000002.sst", 100_000));
    files.add(write(directory, "empty", 0));
    made.incrementAndGet();
    return new Contents(1, position, files);
  }

  private ManifestFile write(Path directory, String name, int size) throws IOException {
    byte[] content = new byte[size];
    new Random(seed + name.hashCode()).nextBytes(content);
    Files.write(directory.resolve(name), content);
    CRC32C crc = new CRC32C();
    crc.update(content);
    int wrong = name.equals(damaged) && made.get() < timesDamaged ? 1 : 0;
    return new ManifestFile(name, size, (int) crc.getValue() + wrong);
  }
}
