package io.quorate.cli.data;

import io.quorate.cli.CommandFailure;
import io.quorate.cli.output.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/**
 * A file that remembers how far an import has come: how many pairs from the first on are done, and
 * what they were.
 */
final class ImportJournal {
  /**
   * The first {@code pairs} pairs are done.
   *
   * @param checksum of these pairs: the file may be repaired behind them, not changed before
   */
  record Done(long pairs, long checksum) {}

  private final Optional<Path> file;

  /** Remembers nothing when there is no file. */
  ImportJournal(Optional<Path> file) {
    this.file = file;
  }

  Done read() throws IOException {
    if (file.isEmpty() || !Files.exists(file.get())) return new Done(0, 0);
    try {
      if (Json.parse(Files.readString(file.get())) instanceof Map<?, ?> map
          && map.get("pairs") instanceof Long pairs
          && map.get("checksum") instanceof Long checksum) {
        return new Done(pairs, checksum);
      }
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      // told below
    }
    throw CommandFailure.failed(file.get() + " is not what an import wrote; --restart begins anew");
  }

  void write(Done done) throws IOException {
    if (file.isEmpty()) return;
    var next = file.get().resolveSibling(file.get().getFileName() + ".next");
    Files.writeString(
        next,
        Json.text(Json.fields().add("pairs", done.pairs()).add("checksum", done.checksum()))
            + "\n");
    Files.move(next, file.get(), StandardCopyOption.ATOMIC_MOVE);
  }

  void forget() throws IOException {
    if (file.isPresent()) Files.deleteIfExists(file.get());
  }

  @Override
  public String toString() {
    return file.map(Path::toString).orElse("nothing");
  }
}
