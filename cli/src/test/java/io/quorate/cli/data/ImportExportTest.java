package io.quorate.cli.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.cli.ExitCode;
import io.quorate.cli.FakeCluster;
import io.quorate.cli.FakeCluster.Ran;
import io.quorate.client.Bytes;
import io.quorate.proto.v1.Error;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportExportTest {
  private final FakeCluster cluster = new FakeCluster();
  @TempDir private Path folder;

  @AfterEach
  void close() {
    cluster.close();
  }

  private Ran done(String... args) {
    var ran = cluster.run(args);
    assertEquals(ExitCode.DONE, ran.code(), ran::toString);
    return ran;
  }

  private Path write(String name, LineFormat format, int pairs) throws IOException {
    var random = new Random(5);
    var lines = new ArrayList<String>();
    for (var i = 0; i < pairs; i++) {
      var value = new byte[random.nextInt(50)];
      random.nextBytes(value);
      lines.add(format.write(Bytes.utf8("key\t%05d".formatted(i)), Bytes.of(value)));
    }
    return Files.write(folder.resolve(name), lines);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pairs.tsv", "pairs.jsonl"})
  void whatIsImportedIsExportedAgain(String name) throws Exception {
    var file = write(name, LineFormat.of(name, null, false), 1_000);
    var ran = done("kv", "import", file.toString(), "-o", "json");
    assertTrue(ran.out().startsWith("{\"keys\":1000,"), ran::toString);
    assertFalse(Files.exists(folder.resolve(name + ".progress")));
    var copy = folder.resolve("copy-" + name);
    done("kv", "export", copy.toString());
    assertEquals(Files.readAllLines(file), Files.readAllLines(copy));
    assertEquals(ExitCode.DONE, cluster.run("kv", "verify", file.toString()).code());
  }

  @Test
  void pipesConnectTwoClusters() throws Exception {
    var file = write("a.jsonl", LineFormat.JSONL, 20);
    done("kv", "import", file.toString());
    var exported = done("kv", "export", "--prefix", "key").out();
    assertEquals(String.join("\n", Files.readAllLines(file)) + "\n", exported);
    try (var other = new FakeCluster()) {
      var ran =
          other.run(
              exported.getBytes(java.nio.charset.StandardCharsets.UTF_8),
              "kv",
              "import",
              "--format",
              "jsonl",
              "-");
      assertEquals(ExitCode.DONE, ran.code(), ran::toString);
      assertEquals(exported, other.run("kv", "export").out());
    }
  }

  @Test
  void aMalformedLineEndsItAfterTheLinesBefore() throws Exception {
    var file =
        Files.write(folder.resolve("bad.tsv"), List.of("a\t1", "b\t2", "", "no tab", "c\t3"));
    var ran = cluster.run("kv", "import", file.toString());
    assertEquals(ExitCode.USAGE, ran.code(), ran::toString);
    assertTrue(ran.err().contains("bad.tsv:4: "), ran::toString);
    assertEquals("a\t1\nb\t2\n", done("kv", "scan").out());
  }

  @Test
  void aRepairedFileGoesOnWhereItEnded() throws Exception {
    var file = Files.write(folder.resolve("bad.tsv"), List.of("a\t1", "b\t2", "no tab"));
    assertEquals(ExitCode.USAGE, cluster.run("kv", "import", file.toString()).code());
    Files.write(file, List.of("a\t1", "b\t2", "c\t3"));
    var ran = done("kv", "import", file.toString(), "-o", "json");
    assertTrue(ran.out().startsWith("{\"keys\":1,\"resumed_after\":2,"), ran::toString);
    assertEquals("version 1", version("a"));
  }

  private String version(String key) {
    var out = done("kv", "get", key, "-o", "json").out();
    return "version " + out.replaceAll(".*\"version\":(\\d+).*\n", "$1");
  }

  @Test
  void aFileThatChangedBeforeIsRefused() throws Exception {
    var file = Files.write(folder.resolve("bad.tsv"), List.of("a\t1", "b\t2", "no tab"));
    cluster.run("kv", "import", file.toString());
    Files.write(file, List.of("a\t9", "b\t2", "c\t3"));
    var ran = cluster.run("kv", "import", file.toString());
    assertEquals(ExitCode.USAGE, ran.code(), ran::toString);
    assertTrue(ran.err().contains("--restart"), ran::toString);
    done("kv", "import", file.toString(), "--restart");
    assertEquals("9\n", done("kv", "get", "a").out());
  }

  @Test
  void aFailedPutIsNamedAndTheSameCommandGoesOn() throws Exception {
    var file = write("many.tsv", LineFormat.TSV, 500);
    cluster.failWith(
        request ->
            request.getWrite().getOperation().getPut().getKey().toStringUtf8().equals("key\t00400")
                ? Optional.of(
                    Error.newBuilder()
                        .setCode(ErrorCode.TOO_LARGE)
                        .setOutcome(Outcome.NOT_APPLIED)
                        .setMessage("the value is too large")
                        .build())
                : Optional.empty());
    var ran = cluster.run("kv", "import", file.toString());
    assertEquals(ExitCode.USAGE, ran.code(), ran::toString);
    assertTrue(ran.err().contains("many.tsv:401: the value is too large"), ran::toString);
    cluster.failWith(request -> Optional.empty());
    var again = done("kv", "import", file.toString(), "-o", "json");
    assertTrue(again.out().startsWith("{\"keys\":100,\"resumed_after\":400,"), again::toString);
    assertEquals(500, done("kv", "scan").out().lines().count());
  }

  @Test
  void verifyFindsWhatOneNodeHasOtherwise() throws Exception {
    var file = Files.write(folder.resolve("a.tsv"), List.of("a\t1", "b\t2", "c\t3"));
    done("kv", "import", file.toString());
    done("kv", "verify", file.toString());
    cluster.corrupt("n2", "b", "wrong");
    var ran = cluster.run("kv", "verify", file.toString());
    assertEquals(ExitCode.FAILED, ran.code(), ran::toString);
    assertTrue(ran.err().contains("n2: has another value of b"), ran::toString);
    done("kv", "delete", "c");
    var missing = cluster.run("kv", "verify", file.toString(), "-o", "json");
    assertEquals(ExitCode.FAILED, missing.code());
    assertTrue(
        missing.out().contains("\"node\":\"n3\",\"matched\":2,\"missing\":1,\"different\":0"),
        missing::toString);
  }

  @Test
  void verifyAsksAgainWhileANodeCannotAnswer() throws Exception {
    var file = Files.write(folder.resolve("a.tsv"), List.of("a\t1", "b\t2", "c\t3"));
    done("kv", "import", file.toString());
    var failures = new AtomicInteger(5);
    cluster.failWith(
        request ->
            request.hasRead() && failures.getAndDecrement() > 0
                ? Optional.of(starting())
                : Optional.empty());
    done("kv", "verify", file.toString());
    assertTrue(failures.get() < 0, "no read failed, so none was repeated");
    cluster.failWith(request -> request.hasRead() ? Optional.of(starting()) : Optional.empty());
    var ran = cluster.run("kv", "verify", file.toString(), "--timeout", "300ms");
    assertEquals(ExitCode.UNKNOWN, ran.code(), ran::toString);
    assertTrue(ran.err().contains("this node is starting"), ran::toString);
  }

  private static Error starting() {
    return Error.newBuilder()
        .setCode(ErrorCode.UNAVAILABLE)
        .setOutcome(Outcome.NOT_APPLIED)
        .setMessage("this node is starting")
        .build();
  }

  @Test
  void theRunningJdkIsASource() throws Exception {
    try (var cursor = new JrtPairs("jdk/").open()) {
      var first = cursor.next().orElseThrow();
      assertTrue(first.key().utf8().startsWith("jdk/"), first::toString);
      assertTrue(first.key().utf8().endsWith(".class"), first::toString);
      var bytes = first.value().toByteArray();
      assertEquals(0xCA, bytes[0] & 0xFF);
      assertEquals(0xFE, bytes[1] & 0xFF);
    }
  }
}
