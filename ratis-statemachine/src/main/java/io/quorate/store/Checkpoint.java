package io.quorate.store;

import io.quorate.command.TermIndex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A folder that holds a whole state: hard links to the files of a database, and a manifest that
 * says which they are, how long, and their CRC32C. The manifest is text:
 *
 * <pre>
 * quorate-checkpoint 1
 * applied 3 812
 * file 000012.sst 48211 9f3c0a11
 * …
 * crc32c 1d00af37                       of all lines before
 * </pre>
 *
 * @param directory where the files are
 * @param applied the position of the state
 * @param files sorted by name, without the manifest
 */
public record Checkpoint(Path directory, TermIndex applied, List<CheckpointFile> files) {
  /** The manifest's own name in the folder. */
  public static final String MANIFEST = "checkpoint.manifest";

  private static final int FORMAT = 1;

  /** A file of a checkpoint, in the folder itself. */
  public record CheckpointFile(String name, long sizeBytes, int crc32c) {
    public CheckpointFile {
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*")) {
        throw new CorruptStateException(
            "a checkpoint names a file \"" + name + "\", which is not a plain name");
      }
    }
  }

  public Checkpoint {
    files = List.copyOf(files);
  }

  public long sizeBytes() {
    return files.stream().mapToLong(CheckpointFile::sizeBytes).sum();
  }

  /**
   * Takes a checkpoint of what the store holds now; what is in memory is flushed for it. The folder
   * must not exist.
   */
  public static Checkpoint take(RocksStore store, Path directory) {
    store.linkFiles(directory);
    // Asked of the copy itself: the store may have gone on meanwhile.
    TermIndex applied;
    try (RocksStore copy = RocksStore.openReadOnly(directory)) {
      applied = Position.read(copy.get(Space.META, Keyspace.APPLIED_KEY)).applied();
    }
    try {
      var checkpoint = new Checkpoint(directory, applied, filesIn(directory));
      Files.writeString(directory.resolve(MANIFEST), checkpoint.manifest());
      DurableFiles.syncAll(directory);
      return checkpoint;
    } catch (IOException e) {
      throw Failures.of("writing " + directory.resolve(MANIFEST), e);
    }
  }

  private static List<CheckpointFile> filesIn(Path directory) throws IOException {
    var files = new ArrayList<CheckpointFile>();
    try (var listed = Files.list(directory)) {
      for (Path file : listed.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith("LOG")
            || name.equals("LOCK")
            || name.equals("IDENTITY")
            || name.endsWith(".log")) {
          Files.delete(file);
        } else {
          files.add(new CheckpointFile(name, Files.size(file), crc32c(file)));
        }
      }
    }
    return files;
  }

  private String manifest() {
    var text = new StringBuilder("quorate-checkpoint " + FORMAT + "\n");
    text.append("applied ").append(applied.term()).append(' ').append(applied.index()).append('\n');
    for (CheckpointFile file : files) {
      text.append("file ").append(file.name()).append(' ').append(file.sizeBytes()).append(' ');
      text.append(Integer.toHexString(file.crc32c())).append('\n');
    }
    return text + "crc32c " + Integer.toHexString(crc32c(text.toString())) + "\n";
  }

  /**
   * Reads the manifest, not the files.
   *
   * @throws CorruptStateException it is missing or damaged
   * @throws UnknownFormatException a newer program wrote it
   */
  public static Checkpoint read(Path directory) {
    Path manifest = directory.resolve(MANIFEST);
    String text;
    try {
      if (Files.notExists(manifest)) {
        throw new CorruptStateException(
            manifest + " is missing: not a checkpoint, or not all of it");
      }
      text = Files.readString(manifest);
    } catch (IOException e) {
      throw Failures.of("reading " + manifest, e);
    }
    String first = text.substring(0, Math.max(0, text.indexOf('\n')));
    if (first.matches("quorate-checkpoint \\d{1,9}")) {
      int format = Integer.parseInt(first.substring("quorate-checkpoint ".length()));
      if (format > FORMAT) {
        throw new UnknownFormatException(manifest.toString(), format, FORMAT);
      }
    }
    int end = text.lastIndexOf("crc32c ");
    if (end < 0
        || !text.substring(end)
            .equals("crc32c " + Integer.toHexString(crc32c(text.substring(0, end))) + "\n")) {
      throw new CorruptStateException(manifest + " does not match its own checksum");
    }
    TermIndex applied = TermIndex.NONE;
    var files = new ArrayList<CheckpointFile>();
    for (String line : text.substring(0, end).lines().skip(1).toList()) {
      List<String> words = List.of(line.split(" ", -1));
      switch (words.getFirst()) {
        case "applied" ->
            applied = new TermIndex(Long.parseLong(words.get(1)), Long.parseLong(words.get(2)));
        case "file" ->
            files.add(
                new CheckpointFile(
                    words.get(1),
                    Long.parseLong(words.get(2)),
                    Integer.parseUnsignedInt(words.get(3), 16)));
        default ->
            throw new CorruptStateException(manifest + " has a line that says \"" + line + "\"");
      }
    }
    return new Checkpoint(directory, applied, files);
  }

  /**
   * Reads every file and compares.
   *
   * @throws CorruptStateException naming the first file that is missing or differs
   */
  public void verify() {
    for (CheckpointFile file : files) {
      Path path = directory.resolve(file.name());
      try {
        if (Files.notExists(path)) {
          throw new CorruptStateException(path + " is missing");
        }
        if (Files.size(path) != file.sizeBytes()) {
          throw new CorruptStateException(
              path + " has " + Files.size(path) + " bytes; expected " + file.sizeBytes());
        }
        int found = crc32c(path);
        if (found != file.crc32c()) {
          throw new CorruptStateException(
              path
                  + " has CRC32C "
                  + Integer.toHexString(found)
                  + "; expected "
                  + Integer.toHexString(file.crc32c()));
        }
      } catch (IOException e) {
        throw Failures.of("reading " + path, e);
      }
    }
  }

  private static int crc32c(Path file) throws IOException {
    var crc = new CRC32C();
    var buffer = new byte[256 * 1024];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        crc.update(buffer, 0, read);
      }
    }
    return (int) crc.getValue();
  }

  private static int crc32c(String text) {
    var crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return (int) crc.getValue();
  }
}
