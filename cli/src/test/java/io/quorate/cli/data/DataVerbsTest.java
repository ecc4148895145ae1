package io.quorate.cli.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.cli.ExitCode;
import io.quorate.cli.FakeCluster;
import io.quorate.cli.FakeCluster.Ran;
import io.quorate.cli.JsonDocument;
import io.quorate.cli.output.Json;
import io.quorate.proto.v1.Error;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.Outcome;
import io.quorate.proto.v1.Request;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataVerbsTest {
  private final FakeCluster cluster = new FakeCluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  private Ran done(String... args) {
    var ran = cluster.run(args);
    assertEquals(ExitCode.DONE, ran.code(), ran::toString);
    return ran;
  }

  private static JsonDocument json(Ran ran) {
    return JsonDocument.of(ran.out());
  }

  @Test
  void putTellsWhoHoldsIt() {
    var put = json(done("kv", "put", "user:1", "Ada", "-o", "json"));
    assertEquals("user:1", put.get("key"));
    assertEquals(1L, put.get("version"));
    assertEquals("majority", put.get("concern"));
    assertEquals(List.of("n1", "n2"), put.get("acknowledged_by"));
    assertTrue(put.get("token") instanceof String, put::toString);
    assertTrue(put.get("operation_id").toString().matches("\\d+-\\d+"), put::toString);
  }

  @Test
  void getShowsTheValueAndItsEvidence() {
    done("kv", "put", "user:1", "Ada");
    assertEquals("Ada\n", done("kv", "get", "user:1").out());
    assertEquals("Ada", done("kv", "get", "user:1", "--raw").out());
    var get = json(done("-o", "json", "kv", "get", "user:1"));
    assertEquals("Ada", get.get("value"));
    assertEquals("utf-8", get.get("encoding"));
    assertEquals(1L, get.get("version"));
    assertEquals(true, get.get("found"));
    var evidence = "node role epoch term applied_index read_index method staleness_ms";
    for (var name : evidence.split(" ", -1)) get.get("evidence." + name);
  }

  @Test
  void anAbsentKeyIsExitCode1() {
    var table = cluster.run("kv", "get", "nobody");
    assertEquals(ExitCode.FAILED, table.code());
    assertEquals("", table.out());
    var json = cluster.run("kv", "get", "nobody", "-o", "json");
    assertEquals(ExitCode.FAILED, json.code());
    assertEquals(false, json(json).get("found"));
    assertEquals("", json.err());
  }

  @Test
  void binaryGoesInAndComesOut(@TempDir Path folder) throws Exception {
    done("kv", "put", "k", "00ff", "--hex");
    assertEquals("00ff\n", done("kv", "get", "k", "--hex").out());
    assertEquals("AP8=\n", done("kv", "get", "k", "--base64").out());
    var get = json(done("kv", "get", "k", "-o", "json"));
    assertEquals("AP8=", get.get("value_base64"));
    assertEquals("base64", get.get("encoding"));
    var file = Files.write(folder.resolve("v"), new byte[] {1, -2, 3});
    done("kv", "put", "f", "--value-file", file.toString());
    assertEquals("01fe03\n", done("kv", "get", "f", "--hex").out());
    assertEquals(ExitCode.DONE, cluster.run(new byte[] {'x', '\n'}, "kv", "put", "s", "-").code());
    assertEquals("x\n", done("kv", "get", "s", "--raw").out());
    done("kv", "put", "--key-hex", "fffe", "v");
    assertEquals(
        "\"//4=\"",
        Json.text(json(done("kv", "get", "--key-base64", "//4=", "-o", "json")).get("key_base64")));
  }

  @Test
  void aPreconditionThatFailsIsExitCode1() {
    done("kv", "put", "k", "v");
    var ran = cluster.run("kv", "put", "k", "w", "--if-absent");
    assertEquals(ExitCode.FAILED, ran.code(), ran::toString);
    assertTrue(ran.err().contains("version 1"), ran::toString);
    var json = cluster.run("kv", "put", "k", "w", "--if-version", "7", "-o", "json");
    assertEquals(ExitCode.FAILED, json.code());
    assertEquals("PRECONDITION_FAILED", JsonDocument.of(json.err()).get("error.code"));
    assertEquals("NOT_APPLIED", JsonDocument.of(json.err()).get("error.outcome"));
    assertEquals(1L, JsonDocument.of(json.err()).get("error.current_version"));
    done("kv", "put", "k", "w", "--if-version", "1");
  }

  @Test
  void deleteIsDoneWhetherOrNotTheKeyWasThere() {
    done("kv", "put", "k", "v");
    var delete = json(done("kv", "delete", "k", "--previous", "-o", "json"));
    assertEquals(true, delete.get("deleted"));
    assertEquals("v", delete.get("previous.value"));
    assertEquals(false, json(done("kv", "delete", "k", "-o", "json")).get("deleted"));
  }

  @Test
  void rangesAreDeleted() {
    for (var i = 0; i < 9; i++) done("kv", "put", "k" + i, "v");
    assertEquals(3L, json(done("kv", "delete-range", "k0", "k3", "-o", "json")).get("deleted"));
    assertEquals(6L, json(done("kv", "delete", "--prefix", "k", "-o", "json")).get("deleted"));
  }

  @Test
  void scanShowsPagesOfOnePrefix() {
    for (var i = 10; i < 30; i++) done("kv", "put", "k" + i, "v" + i);
    done("kv", "put", "other", "x");
    assertEquals(20, done("kv", "scan", "k").out().lines().count());
    assertEquals("k10\tv10", done("kv", "scan", "k").out().lines().findFirst().orElseThrow());
    assertEquals("k10", done("kv", "scan", "--keys-only").out().lines().findFirst().orElseThrow());
    var first = json(done("kv", "scan", "k", "--limit", "15", "-o", "json"));
    assertEquals(15L, first.get("count"));
    assertEquals(15, first.size("pairs"));
    var token = first.get("next_page").toString();
    var second = json(done("kv", "scan", "k", "--limit", "15", "--page", token, "-o", "json"));
    assertEquals(5L, second.get("count"));
    assertEquals("null", second.get("next_page"));
    assertEquals(20L, json(done("kv", "scan", "k", "-o", "json")).get("count"));
    assertEquals(0L, json(done("kv", "scan", "none", "-o", "json")).get("count"));
  }

  @Test
  void leasesLiveAndEnd() {
    var lease = json(done("lease", "grant", "30s", "-o", "json"));
    assertEquals(30_000L, lease.get("ttl_ms"));
    var id = lease.get("lease").toString();
    done("kv", "put", "k", "v", "--lease", id);
    assertTrue(done("lease", "list").out().contains(id));
    assertEquals(
        lease.get("lease"), json(done("lease", "keep-alive", id, "-o", "json")).get("lease"));
    assertEquals(1L, json(done("lease", "revoke", id, "-o", "json")).get("keys_deleted"));
    assertEquals(ExitCode.FAILED, cluster.run("lease", "keep-alive", id).code());
    assertEquals("[]\n", done("lease", "list", "-o", "json").out());
  }

  @Test
  void aTransactionTakesOneBranch() {
    done("kv", "put", "stock", "3");
    var text =
        """
        {"compare":[{"key":"stock","value":"3"}],
         "then":[{"put":{"key":"stock","value":"2"}}],
         "else":[{"get":{"key":"stock"}}]}
        """
            .getBytes(StandardCharsets.UTF_8);
    assertEquals(true, json(cluster.run(text, "txn", "-", "-o", "json")).get("succeeded"));
    var second = json(cluster.run(text, "txn", "-", "-o", "json"));
    assertEquals(false, second.get("succeeded"));
    assertEquals(
        "[{\"get\":{\"key\":\"stock\",\"value\":\"2\",\"encoding\":\"utf-8\",\"version\":2",
        Json.text(second.get("results")).split(",\"create_index\"", -1)[0]);
  }

  @Test
  void anUnknownOutcomeIsExitCode4AndCanBeResolved() {
    cluster.failWith(DataVerbsTest::puts);
    var ran = cluster.run("kv", "put", "k", "v", "--timeout", "500ms", "-o", "json");
    assertEquals(ExitCode.UNKNOWN, ran.code(), ran::toString);
    assertEquals("UNKNOWN", JsonDocument.of(ran.err()).get("error.outcome"));
    var id = JsonDocument.of(ran.err()).get("error.operation_id").toString();
    cluster.failWith(request -> Optional.empty());
    var resolved = json(done("resolve", id, "-o", "json"));
    assertEquals(false, resolved.get("applied"));
    assertEquals("NOT_APPLIED", resolved.get("outcome"));
    var put = json(done("kv", "put", "k", "v", "-o", "json"));
    assertEquals(
        true,
        json(done("resolve", put.get("operation_id").toString(), "-o", "json")).get("applied"));
  }

  private static Optional<Error> puts(Request request) {
    if (!request.getWrite().getOperation().hasPut()) return Optional.empty();
    return Optional.of(
        Error.newBuilder()
            .setCode(ErrorCode.LEADERSHIP_LOST)
            .setOutcome(Outcome.UNKNOWN)
            .setMessage("the leader changed")
            .build());
  }

  @Test
  void aRefusalIsExitCode5() {
    cluster.failWith(
        request ->
            Optional.of(
                Error.newBuilder()
                    .setCode(ErrorCode.REFUSED)
                    .setOutcome(Outcome.NOT_APPLIED)
                    .setMessage("too few members are in touch")
                    .build()));
    var ran = cluster.run("kv", "get", "k");
    assertEquals(ExitCode.REFUSED, ran.code(), ran::toString);
    assertTrue(ran.err().contains("too few members"), ran::toString);
  }

  @Test
  void valuesAreWrittenByteForByte() {
    var value = new byte[256];
    for (var i = 0; i < 256; i++) value[i] = (byte) i;
    assertEquals(ExitCode.DONE, cluster.run(value, "kv", "put", "all", "-").code());
    var hex = done("kv", "get", "all", "--hex", "--raw").out();
    assertArrayEquals(value, java.util.HexFormat.of().parseHex(hex));
  }
}
