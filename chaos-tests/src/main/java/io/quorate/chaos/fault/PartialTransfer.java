package io.quorate.chaos.fault;

import io.quorate.chaos.cluster.ClusterNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a dead node has of a full sync in whose middle it died. Found on its disk: what a node says
 * of itself before it is killed may not be true any more when it is.
 */
public final class PartialTransfer {
  /** Of a file until it is whole. */
  private static final String UNFINISHED = ".part";

  private PartialTransfer() {}

  /** Bytes that had arrived; 0 when there is no file of which only a part had. */
  public static long bytes(ClusterNode dead) {
    var transfers = dead.data().resolve("transfer");
    if (!Files.isDirectory(transfers)) {
      return 0;
    }
    try (var paths = Files.walk(transfers)) {
      var files = paths.filter(Files::isRegularFile).filter(PartialTransfer::isOfState).toList();
      return files.stream().anyMatch(PartialTransfer::isUnfinished)
          ? files.stream().mapToLong(file -> file.toFile().length()).sum()
          : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOfState(Path file) {
    return !file.endsWith("manifest.json");
  }

  private static boolean isUnfinished(Path file) {
    return file.toString().endsWith(UNFINISHED);
  }
}
