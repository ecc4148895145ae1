package io.quorate.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * RocksDB's native library, which lies in its jar and must be a file to be loaded. By itself
 * RocksDB writes that file to the temporary folder at every start, 17 MB, and a process that is
 * killed leaves it there. A server keeps it beside its data instead.
 */
public final class RocksLibrary {
  private static boolean loaded; // guarded by the class

  private RocksLibrary() {}

  /** From the temporary folder, unless it is loaded already. */
  static synchronized void load() {
    if (!loaded) {
      RocksDB.loadLibrary();
      loaded = true;
    }
  }

  /**
   * From a folder of the caller's own, where it stays for the next start; from the temporary folder
   * if that is not possible. Does nothing when it is loaded already.
   *
   * @return why it is not in the folder
   */
  public static synchronized Optional<String> loadFrom(Path folder) {
    if (loaded) {
      return Optional.empty();
    }
    try {
      RocksDB.loadLibrary(List.of(extracted(folder).toString()));
      loaded = true;
      return Optional.empty();
    } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
      load();
      return Optional.of(String.valueOf(e));
    }
  }

  /** The folder within {@code folder} that has the library of the jar, and nothing beside it. */
  static Path extracted(Path folder) throws IOException {
    String name = Environment.getJniLibraryFileName("rocksdb");
    // The name under which RocksDB.loadLibrary(List) looks for it in a folder.
    String fileName = Environment.getJniLibraryFileName("rocksdbjni");
    URL resource = RocksDB.class.getClassLoader().getResource(name);
    if (resource == null || !(resource.openConnection() instanceof JarURLConnection jar)) {
      throw new IOException("there is no " + name + " in a jar");
    }
    JarEntry entry = jar.getJarEntry();
    Path home = folder.resolve("%08x".formatted(entry.getCrc()));
    Path file = home.resolve(fileName);
    if (!isIntact(file, entry)) {
      Files.createDirectories(home);
      Path part = home.resolve(fileName + ".part");
      try (InputStream from = jar.getInputStream()) {
        Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part); // of a full disk, which needs the space
      }
    }
    deleteOthers(folder, home);
    return home;
  }

  private static boolean isIntact(Path file, JarEntry entry) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) != entry.getSize()) {
      return false;
    }
    var crc = new CRC32();
    try (var in = new CheckedInputStream(Files.newInputStream(file), crc)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return crc.getValue() == entry.getCrc();
  }

  /** Of versions before. */
  private static void deleteOthers(Path folder, Path home) throws IOException {
    List<Path> entries;
    try (var listed = Files.list(folder)) {
      entries = listed.toList();
    }
    for (Path entry : entries) {
      if (!entry.equals(home)) {
        DurableFiles.deleteTree(entry);
      }
    }
  }
}
