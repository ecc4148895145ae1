package io.quorate.server.transfer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quorate.store.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A checkpoint on its way in: {@code <data>/transfer/<checkpoint id>/} with {@code manifest.json},
 * written first, and {@code files/}. A file is called {@code <name>.part} until its content is
 * verified and fsynced, so a file under its own name needs no second look, after whatever crash,
 * and the staging is complete when all have theirs.
 */
final class Staging {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** What manifest.json says. A state of one group must never become that of another. */
  private record Header(String groupId, Manifest manifest) {}

  private final Path root;
  private final Header header;
  private final Manifest manifest;

  private Staging(Path root, Header header) {
    this.root = root;
    this.header = header;
    this.manifest = header.manifest();
  }

  /** Finds or creates the staging of this manifest under {@code parent}. */
  static Staging open(Path parent, String groupId, Manifest manifest) throws IOException {
    Path root = parent.resolve(manifest.id());
    Header header = new Header(groupId, manifest);
    Optional<Staging> existing = find(root);
    if (existing.isPresent() && existing.get().header.equals(header)) {
      return existing.get();
    }
    DurableFiles.deleteTree(root);
    Files.createDirectories(root.resolve("files"));
    DurableFiles.replace(root.resolve("manifest.json"), JSON.writeValueAsBytes(header));
    DurableFiles.sync(parent);
    return new Staging(root, header);
  }

  /** The staging in this directory; empty when there is none or its manifest cannot be read. */
  static Optional<Staging> find(Path root) {
    try {
      Header header =
          JSON.readValue(Files.readAllBytes(root.resolve("manifest.json")), Header.class);
      return Files.isDirectory(root.resolve("files"))
          ? Optional.of(new Staging(root, header))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  Path root() {
    return root;
  }

  Manifest manifest() {
    return manifest;
  }

  Path finished(ManifestFile file) {
    return root.resolve("files").resolve(file.name());
  }

  Path partial(ManifestFile file) {
    return root.resolve("files").resolve(file.name() + ".part");
  }

  boolean isFinished(ManifestFile file) {
    return Files.exists(finished(file));
  }

  boolean isComplete() {
    return manifest.files().stream().allMatch(this::isFinished);
  }

  /** Gives a verified, fsynced partial file its own name. */
  void finish(ManifestFile file) throws IOException {
    Files.move(partial(file), finished(file), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Bytes of its files that are here. */
  long presentBytes() throws IOException {
    long present = 0;
    for (ManifestFile file : manifest.files()) {
      if (isFinished(file)) {
        present += file.sizeBytes();
      } else if (Files.exists(partial(file))) {
        present += Math.min(Files.size(partial(file)), file.sizeBytes());
      }
    }
    return present;
  }

  /**
   * Takes the files over that an older staging has too, finished or not: most tables of RocksDB are
   * the same ones in the next checkpoint of the same node.
   */
  void adopt(Staging older) throws IOException {
    Predicate<ManifestFile> wanted =
        file -> !isFinished(file) && older.manifest.files().contains(file);
    for (ManifestFile file : manifest.files().stream().filter(wanted).toList()) {
      if (older.isFinished(file)) {
        Files.move(older.finished(file), finished(file), StandardCopyOption.ATOMIC_MOVE);
      } else if (Files.exists(older.partial(file))) {
        Files.move(
            older.partial(file),
            partial(file),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** Makes the names durable; all files must be finished. */
  Staged complete() throws IOException {
    DurableFiles.sync(root.resolve("files"));
    return new Staged(root.resolve("files"), header.groupId(), manifest);
  }
}
