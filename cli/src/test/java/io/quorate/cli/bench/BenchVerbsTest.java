package io.quorate.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.cli.ExitCode;
import io.quorate.cli.FakeCluster;
import io.quorate.cli.FakeCluster.Ran;
import io.quorate.cli.JsonDocument;
import io.quorate.proto.v1.Error;
import io.quorate.proto.v1.ErrorCode;
import io.quorate.proto.v1.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs against a cluster that speaks the protocol; each load takes a second or two. */
class BenchVerbsTest {
  private final FakeCluster cluster = new FakeCluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  private Ran bench(String verb, int seconds, String... more) {
    var args = new ArrayList<>(List.of("bench", verb, "--seconds", Integer.toString(seconds)));
    args.addAll(List.of("--warm-up", "0", "--keys", "20", "--clients", "4"));
    args.addAll(List.of(more));
    return cluster.run(args.toArray(String[]::new));
  }

  private String keys() {
    return cluster.run("kv", "scan", "bench/", "--keys-only").out();
  }

  @Test
  void aLoadIsMeasuredAndItsKeysAreDeleted() {
    assertEquals(ExitCode.DONE, cluster.run("kv", "put", "bench/mine", "x").code());
    var ran = bench("mixed", 1, "--connections", "2", "--seed", "5", "-o", "json");
    assertEquals(ExitCode.DONE, ran.code(), ran::toString);
    assertEquals("", ran.err());
    var json = JsonDocument.of(ran.out());
    assertTrue((long) json.get("operations") > 0, ran::toString);
    assertTrue((double) json.get("ops_per_second") > 0, ran::toString);
    assertTrue((double) json.get("latency_us.p50") > 0, ran::toString);
    assertTrue((double) json.get("by_operation.put.latency_us.p99") > 0, ran::toString);
    assertTrue((double) json.get("by_operation.get.latency_us.p99") > 0, ran::toString);
    assertEquals(0L, json.get("errors"));
    assertEquals(false, json.get("partial"));
    assertEquals(1, json.size("per_second"));
    assertEquals(20L, json.get("load.keys"));
    assertEquals("mixed", json.get("parameters.workload"));
    assertEquals("closed", json.get("parameters.loop"));
    assertEquals(4L, json.get("parameters.clients"));
    assertEquals(2L, json.get("parameters.connections"));
    assertEquals(5L, json.get("parameters.seed"));
    assertEquals(256L, json.get("parameters.value_size"));
    assertEquals("bench/mine\n", keys(), "nobody else's key is touched");
  }

  @Test
  void keysThatAreKeptAreThereForTheNextRunAndAfterIt() {
    var first = bench("get", 1, "--keep", "-o", "json");
    assertEquals(ExitCode.DONE, first.code(), first::toString);
    assertEquals(20, keys().lines().count());
    var second = bench("get", 1, "--read-from", "follower", "-o", "json");
    assertEquals(ExitCode.DONE, second.code(), second::toString);
    assertEquals("null", JsonDocument.of(second.out()).get("load"));
    assertEquals(20, keys().lines().count(), "they were there before");
    var other = bench("get", 1, "--value-size", "7", "-o", "json");
    assertEquals(20L, JsonDocument.of(other.out()).get("load.keys"), "of another size");
    assertEquals("", keys());
  }

  @Test
  void anOpenLoopSendsAtItsRate() {
    var args = "bench put --rate 50 --seconds 1 --warm-up 0 --keys 20".split(" ", -1);
    var ran = cluster.run(args);
    assertEquals(ExitCode.DONE, ran.code(), ran::toString);
    assertTrue(ran.out().startsWith("OPERATION  COUNT"), ran::toString);
    assertTrue(ran.out().contains("\nput "), ran::toString);
    assertTrue(ran.err().contains("50.0 operations per second"), ran::toString);
  }

  @Test
  void aClusterThatDiesLeavesPartialResultsAndExitCode4() {
    var puts = new AtomicInteger();
    cluster.failWith(
        request ->
            request.getWrite().getOperation().hasPut() && puts.incrementAndGet() > 5
                ? Optional.of(
                    Error.newBuilder()
                        .setCode(ErrorCode.UNAVAILABLE)
                        .setOutcome(Outcome.NOT_APPLIED)
                        .setMessage("no leader")
                        .build())
                : Optional.empty());
    var ran = bench("put", 3, "--timeout", "300ms", "-o", "json");
    assertEquals(ExitCode.UNKNOWN, ran.code(), ran::toString);
    var json = JsonDocument.of(ran.out());
    assertTrue((long) json.get("operations") > 0, ran::toString);
    assertEquals(true, json.get("partial"));
    assertEquals("unanswered", json.get("ended"));
    assertTrue((long) json.get("errors") > 0, ran::toString);
    assertEquals("", keys());
  }

  @Test
  void aClusterThatIsNotThereIsSaidAtOnce() {
    var ran = bench("put", 60, "--endpoints", "127.0.0.1:1", "--timeout", "300ms");
    assertEquals(ExitCode.UNKNOWN, ran.code(), ran::toString);
    assertEquals("", ran.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "search",
        "put many",
        "put --clients 0",
        "put --clients -1",
        "put --clients many",
        "put --clients 100001",
        "put --clients 99999999999",
        "put --seconds 0",
        "put --seconds -5",
        "put --seconds 86401",
        "put --warm-up -1",
        "put --value-size -1",
        "put --value-size 1048577",
        "put --value-size 1048576 --clients 100000",
        "put --keys 0",
        "put --keys 100000001",
        "put --connections 0",
        "put --connections 1001",
        "put --connections 3 --clients 2",
        "put --rate 0",
        "put --rate -3",
        "put --rate NaN",
        "put --rate 1e9",
        "put --rate 10 --clients 3",
        "put --rate 10 --max-outstanding 0",
        "put --max-outstanding 5",
        "put --seed x",
        "put --concern most",
        "put --read-share 0.5",
        "put --read-consistency lease",
        "put --endpoints nonsense",
        "get --concern all",
        "get --read-consistency strong",
        "get --read-consistency bounded",
        "get --read-from mars",
        "mixed --read-share 2",
        "mixed --read-share -0.1",
        "mixed --read-share NaN"
      })
  void absurdArgumentsAreExitCode2AndNothingIsSent(String line) {
    var ran = Ran.of(("bench " + line).strip().split(" ", -1));
    assertEquals(ExitCode.USAGE, ran.code(), ran::toString);
    assertEquals("", ran.out());
    assertTrue(ran.err().startsWith("quorate: "), ran::toString);
  }

  @Test
  void theErrorSaysWhatIsAllowed() {
    assertTrue(Ran.of("bench", "put", "--clients", "0").err().contains("is 1 to 100,000; found 0"));
    assertTrue(Ran.of("bench", "mixed", "--read-share", "2").err().contains("is 0 to 1; found 2"));
    assertTrue(Ran.of("bench", "gte").err().contains("did you mean 'get'?"));
  }
}
