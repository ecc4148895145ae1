package io.quorate.server.transfer;

import io.quorate.store.Checkpoint;
import io.quorate.store.Keyspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.zip.CRC32C;

/**
 * Checkpoints of the engine as transfers see them: the files that it lists, and its own list as one
 * more file, so that what arrives is a checkpoint of the engine again.
 */
public final class StateCheckpoints implements CheckpointMaker {
  /**
   * Version of what a transfer carries. A receiver refuses a newer one before it fetches any file.
   */
  public static final int FORMAT = Keyspace.FORMAT;

  private final Function<Path, Checkpoint> take;

  /**
   * @param take takes a checkpoint of the state in use in a directory that does not exist: {@code
   *     Engine::checkpoint}
   */
  public StateCheckpoints(Function<Path, Checkpoint> take) {
    this.take = take;
  }

  @Override
  public Contents make(Path directory) throws IOException {
    Checkpoint checkpoint = take.apply(directory);
    List<ManifestFile> files = new ArrayList<>();
    // First, so that a receiver learns early whether it can make use of the rest.
    files.add(describe(directory.resolve(Checkpoint.MANIFEST)));
    for (Checkpoint.CheckpointFile file : checkpoint.files()) {
      files.add(new ManifestFile(file.name(), file.sizeBytes(), file.crc32c()));
    }
    return new Contents(FORMAT, checkpoint.applied(), files);
  }

  private static ManifestFile describe(Path list) throws IOException {
    byte[] content = Files.readAllBytes(list);
    CRC32C crc = new CRC32C();
    crc.update(content);
    return new ManifestFile(list.getFileName().toString(), content.length, (int) crc.getValue());
  }
}
