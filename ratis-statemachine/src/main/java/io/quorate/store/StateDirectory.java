package io.quorate.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder of the state: generations {@code gen-1, gen-2, …}, each a whole database, and a file
 * {@code CURRENT} that names the one in use.
 *
 * <p>Replacing the state builds a new generation beside the old one, under a name that is never
 * opened, renames it, then switches {@code CURRENT} by renaming a file. A crash at any instant
 * leaves either generation whole and in use; the other is removed on the next open.
 */
public final class StateDirectory {
  private static final String CURRENT = "CURRENT";
  private static final String PREFIX = "gen-";
  private static final String UNFINISHED = ".new";

  private final Path directory;

  public StateDirectory(Path directory) {
    this.directory = directory;
  }

  /**
   * Opens the current generation, creating an empty one in an empty folder, and removes what others
   * left.
   */
  public RocksStore open(StoreOptions options) {
    try {
      Files.createDirectories(directory);
      String current = current();
      if (current.isEmpty()) {
        current = PREFIX + 1;
        Path unfinished = directory.resolve(current + UNFINISHED);
        deleteIfExists(unfinished);
        RocksStore.create(unfinished, options);
        DurableFiles.syncAll(unfinished);
        DurableFiles.rename(unfinished, directory.resolve(current));
      }
      if (!Files.isDirectory(directory.resolve(current))) {
        throw new CorruptStateException(
            directory.resolve(CURRENT) + " names " + current + ", which is missing");
      }
      DurableFiles.replace(
          directory.resolve(CURRENT), (current + "\n").getBytes(StandardCharsets.UTF_8));
      for (String generation : generations()) {
        if (!generation.equals(current)) {
          DurableFiles.deleteTree(directory.resolve(generation));
        }
      }
      return RocksStore.open(directory.resolve(current), options);
    } catch (IOException e) {
      throw Failures.of("opening the state in " + directory, e);
    }
  }

  /**
   * Makes the checkpoint the current generation, for the next {@link #open}. A database that is
   * open stays as it is: close it, then open. The checkpoint's own folder is left alone; files are
   * linked where the file system can, else copied.
   *
   * @throws CorruptStateException a file differs from the manifest; nothing has changed
   */
  public void install(Checkpoint checkpoint) {
    checkpoint.verify();
    try {
      Files.createDirectories(directory);
      String next =
          PREFIX + (1 + generations().stream().mapToLong(StateDirectory::number).max().orElse(0));
      Path unfinished = directory.resolve(next + UNFINISHED);
      deleteIfExists(unfinished);
      Files.createDirectory(unfinished);
      for (Checkpoint.CheckpointFile file : checkpoint.files()) {
        link(checkpoint.directory().resolve(file.name()), unfinished.resolve(file.name()));
      }
      DurableFiles.syncAll(unfinished);
      // Opened once before it counts: files that cannot be opened must not replace those that can.
      RocksStore.openReadOnly(unfinished).close();
      DurableFiles.rename(unfinished, directory.resolve(next));
      DurableFiles.replace(
          directory.resolve(CURRENT), (next + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw Failures.of("installing a checkpoint in " + directory, e);
    }
  }

  // Database files other than *.sst are written to after they are opened, so they must not be
  // shared.
  private static void link(Path from, Path to) throws IOException {
    if (from.toString().endsWith(".sst")) {
      try {
        Files.createLink(to, from);
        return;
      } catch (IOException | UnsupportedOperationException e) {
        // Another file system, or one without links.
      }
    }
    Files.copy(from, to);
  }

  /**
   * The number of the store's generation: higher than that of any state that this node had before.
   */
  public static long generation(RocksStore store) {
    return number(store.directory().getFileName().toString());
  }

  /** Empty when there is no state yet. */
  private String current() throws IOException {
    Path pointer = directory.resolve(CURRENT);
    if (Files.exists(pointer)) {
      String name = Files.readString(pointer).strip();
      if (number(name) == 0) {
        throw new CorruptStateException(
            pointer + " says \"" + name + "\"; expected the name of a generation");
      }
      return name;
    }
    List<String> finished = generations().stream().filter(name -> number(name) > 0).toList();
    if (finished.size() > 1) {
      throw new CorruptStateException(pointer + " is missing, and there are " + finished);
    }
    // One: the crash came between creating it and naming it.
    return finished.isEmpty() ? "" : finished.getFirst();
  }

  /** Names of generations, unfinished ones too. */
  private List<String> generations() throws IOException {
    var names = new ArrayList<String>();
    try (var entries = Files.list(directory)) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (name.startsWith(PREFIX)) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /** 0 when it is not the name of a finished generation. */
  private static long number(String name) {
    return name.matches("gen-[1-9][0-9]{0,17}")
        ? Long.parseLong(name.substring(PREFIX.length()))
        : 0;
  }

  private static void deleteIfExists(Path path) throws IOException {
    if (Files.exists(path)) {
      DurableFiles.deleteTree(path);
    }
  }
}
