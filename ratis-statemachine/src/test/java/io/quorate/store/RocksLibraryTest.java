package io.quorate.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

class RocksLibraryTest {
  @Test
  void whatIsExtractedStaysAndWhatIsNotIntactIsMadeAgain(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("version before").resolve("x"));
    Path home = RocksLibrary.extracted(folder);
    try (var entries = Files.list(folder)) {
      assertEquals(List.of(home), entries.toList());
    }
    Path file;
    try (var files = Files.list(home)) {
      file = files.toList().getFirst();
    }
    byte[] intact = Files.readAllBytes(file);
    Object sameFile = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    assertEquals(home, RocksLibrary.extracted(folder));
    assertEquals(sameFile, Files.readAttributes(file, BasicFileAttributes.class).fileKey());

    byte[] damaged = intact.clone();
    damaged[damaged.length / 2] ^= 1;
    Files.write(file, damaged);
    RocksLibrary.extracted(folder);
    assertArrayEquals(intact, Files.readAllBytes(file));
  }

  /** A process of its own, because a library is loaded once in each. */
  @Test
  void aServerThatIsKilledLeavesNothingInTheTemporaryFolder(
      @TempDir Path folder, @TempDir Path temporary) throws Exception {
    Process server =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                RocksLibraryTest.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(server.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("loaded from the folder", said.strip());
    assertEquals(KILLED, server.waitFor());
    try (var left = Files.list(temporary)) {
      assertEquals(List.of(), left.toList());
    }
  }

  private static final int KILLED = 9;

  /** Loads and uses the library, and ends without a word to the JVM. */
  public static void main(String[] arguments) {
    Optional<String> whyNot = RocksLibrary.loadFrom(Path.of(arguments[0]));
    try (var options = new Options()) {
      options.setCreateIfMissing(true);
    }
    System.out.println(whyNot.orElse("loaded from the folder"));
    System.out.flush();
    Runtime.getRuntime().halt(KILLED);
  }

  @Test
  void nativeLibraryLoadsOnThisPlatform(@TempDir Path folder) throws RocksDBException {
    try (var options = new Options().setCreateIfMissing(true);
        var db = RocksDB.open(options, folder.toString())) {
      db.put(new byte[] {1}, new byte[] {2});
      assertArrayEquals(new byte[] {2}, db.get(new byte[] {1}));
    }
  }
}
