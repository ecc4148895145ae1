package io.quorate.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.chaos.cluster.Cluster;
import io.quorate.chaos.cluster.CommandLine;
import io.quorate.chaos.cluster.CommandLine.Ended;
import io.quorate.chaos.fault.Privileges;
import io.quorate.client.NodeStatus;
import io.quorate.client.QuorateClient;
import io.quorate.client.QuorateException;
import io.quorate.client.ScanOptions;
import io.quorate.history.History;
import io.quorate.history.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Drills by the command line on a local cluster of real processes. In order, because the time-outs
 * of the nodes are changed in the middle: two clusters would take longer to start than the drills.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DrillIT {
  /** Far beyond any promise: timing on a shared machine proves nothing else. */
  private static final String ABSURD = "20s";

  /** The shortest silence after which a follower of the preset stands for election. */
  private static final int CI_TIMEOUT_MS = 1000;

  private static final int LAN_TIMEOUT_MS = 150;

  /** The last sign of a leader may be so much older than its end. */
  private static final int CI_HEARTBEAT_MS = 250;

  private static final int LAN_HEARTBEAT_MS = 50;

  /** For which a drill keeps its fault up after the first writes under the new leader. */
  private static final long HELD_NS = 1_000_000_000;

  private static final int BASE_PORT = 16_400;
  private static Path folder;
  private static CommandLine quorate;
  private static QuorateClient client;
  private static int runs;

  @BeforeAll
  static void up() throws Exception {
    folder =
        Files.createDirectories(
            Path.of("target", "chaos", "drill-" + ProcessHandle.current().pid()).toAbsolutePath());
    quorate = new CommandLine(folder);
    client =
        QuorateClient.builder()
            .endpoints("127.0.0.1:" + BASE_PORT, "127.0.0.1:" + (BASE_PORT + 10))
            .build();
    up("ci"); // whose leaders last on a busy machine
  }

  private static void up(String preset, String... settings) {
    var command = new ArrayList<>(List.of("up", "--base-port", "" + BASE_PORT, "--timeout", "90s"));
    command.addAll(List.of("--set", "preset=" + preset));
    for (var setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    quorate.run(command.toArray(String[]::new)).expect(0);
    awaitWhole();
  }

  private static void upAnew(String preset, String... settings) {
    quorate.run("down", "--grace", "5s").expect(0);
    up(preset, settings);
  }

  private static void awaitWhole() {
    Await.until(
        "all nodes serve",
        Cluster.SOON,
        () ->
            client.admin().status().nodes().stream()
                .allMatch(node -> node.voter() && node.state().equals("running")),
        () -> client.admin().status().toString());
  }

  @AfterAll
  static void down() throws Exception {
    client.close();
    quorate.run("down", "--wipe", "--grace", "1s");
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) Files.delete(file);
    }
    Files.delete(folder);
  }

  private static Ended drill(String name) {
    var history = folder.resolve("history-" + ++runs + ".jsonl").toString();
    return quorate.run(
        "drill",
        "run",
        name,
        "-o",
        "json",
        "--max-gap",
        ABSURD,
        "--seed",
        "11",
        "--timeout",
        "10s",
        "--history",
        history);
  }

  /** Runs one that has to pass, and checks what holds for all of them. */
  private static JsonNode passed(String name) throws Exception {
    var ended = drill(name);
    var json = ended.expect(0).json();
    Report.line("drill %s: %s", name, ended.out().strip());
    assertEquals(name, json.get("drill").asText());
    assertEquals(11, json.get("seed").asLong());
    assertTrue(
        json.get("passed").asBoolean() && json.get("linearizable").asBoolean(), ended::toString);
    assertEquals(0, json.get("acknowledged_lost").asLong() + json.get("duplicated").asLong());
    assertTrue(json.get("requests").get("ok").asLong() > 100, ended::toString);
    assertAgreesWithItsHistory(json);
    assertLeftAsItWas(name);
    return json;
  }

  private static void assertAgreesWithItsHistory(JsonNode json) throws Exception {
    var history = History.read(Path.of(json.get("history").asText()));
    var struck = json.get("strikes").get(0).get("time_ns").asLong();
    var last = 0L;
    var longest = 0L;
    var all = new ArrayList<>(history.byKey().get(json.get("probe_key").asText()));
    all.removeIf(each -> !each.ok() || !each.f().equals(Operation.WRITE));
    all.sort(Comparator.comparingLong(Operation::returnedAt));
    for (var write : all) {
      if (write.returnedAt() > struck && last > 0) {
        longest = Math.max(longest, write.returnedAt() - last);
      }
      last = write.returnedAt();
    }
    assertEquals(longest / 1e6, json.get("client_gap_ms").get("max").asDouble(), 10);
    for (var strike : json.get("strikes")) {
      assertEquals(firstWriteMs(history, strike), strike.get("first_write_ms").asDouble(), 10);
    }
  }

  /** From the strike to the first write acknowledged after it, by another node if it must be. */
  private static double firstWriteMs(History history, JsonNode strike) {
    var at = strike.get("time_ns").asLong();
    var byAnother = strike.get("new_leader").asBoolean();
    return history.operations().stream()
            .filter(each -> each.ok() && each.mutates())
            .filter(
                each ->
                    byAnother
                        ? each.returnedAt() >= at
                            && !strike.get("node").asText().equals(each.details().node())
                        : each.invokedAt() >= at)
            .mapToLong(each -> each.returnedAt() - at)
            .min()
            .orElseThrow()
        / 1e6;
  }

  private static void assertLeftAsItWas(String name) {
    var status = client.admin().status();
    assertEquals(1, status.failureTolerance(), name);
    assertTrue(status.nodes().stream().allMatch(NodeStatus::voter), status::toString);
    var left = client.kv().scanPage(ScanOptions.prefix("quorate-drill/")).kvs();
    assertTrue(left.isEmpty(), left::toString);
  }

  /** What a drill that ends a leadership reports besides. */
  private static void assertElected(JsonNode json) {
    var strike = json.get("strikes").get(json.get("strikes").size() - 1);
    assertTrue(
        strike.get("led").asBoolean() && strike.get("new_leader").asBoolean(), json::toString);
    assertTrue(json.get("elections").size() > 0, json::toString);
    assertTrue(
        json.get("detected_ms").isNumber() && json.get("elected_ms").isNumber(), json::toString);
    assertTrue(json.get("first_write_ms").asLong() > 0, json::toString);
  }

  @Test
  @Order(1)
  void leaderKill() throws Exception {
    assertElected(passed("leader-kill"));
  }

  @Test
  @Order(2)
  void stepDown() throws Exception {
    assertElected(passed("step-down"));
  }

  @Test
  @Order(3)
  void followerKill() throws Exception {
    var json = passed("follower-kill");
    assertFalse(json.get("strikes").get(0).get("new_leader").asBoolean());
  }

  @Test
  @Order(4)
  void followerWipe() throws Exception {
    var before = identities();
    var struck = passed("follower-wipe").get("strikes").get(0).get("node").asText();
    var after = identities();
    assertTrue(before.size() == 3 && after.size() == 3);
    before.removeAll(after);
    assertEquals(1, before.size(), "the one that was wiped has another identity: " + before);
    assertTrue(before.getFirst().startsWith(struck + " "), before + " but struck " + struck);
  }

  private static List<String> identities() {
    return new ArrayList<>(
        client.admin().status().nodes().stream()
            .map(node -> node.id() + " " + node.nodeId())
            .toList());
  }

  @Test
  @Order(5)
  void partitionLeader() throws Exception {
    Privileged.require("a leader of a local cluster cut off", missingForPartition());
    JsonNode json;
    List<Answer> answers;
    try (var watch = new Watch()) {
      json = passed("partition-leader");
      answers = List.copyOf(watch.answers);
    }
    assertElected(json);
    var strike = json.get("strikes").get(0);
    var cut = strike.get("time_ns").asLong() + strike.get("first_write_ms").asLong() * 1_000_000;
    assertTrue(
        answers.stream()
            .filter(each -> each.node().equals(strike.get("node").asText()))
            .anyMatch(each -> each.askedAt() > cut && each.at() < cut + HELD_NS),
        () -> "clients reach it while it is cut off: " + json);
    assertGap(json, CI_TIMEOUT_MS - CI_HEARTBEAT_MS);
  }

  /** A node that answered for itself. */
  private record Answer(String node, long askedAt, long at) {}

  /** Asks all nodes, one after the other, again and again. */
  private static final class Watch implements AutoCloseable {
    final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;
    private final Thread thread = Thread.ofPlatform().start(this::ask);

    private void ask() {
      var admin = client.admin().withTimeout(Duration.ofMillis(500));
      while (!closed) {
        for (var port = BASE_PORT; port <= BASE_PORT + 20; port += 10) {
          var askedAt = System.nanoTime();
          try {
            var node = admin.localStatus("127.0.0.1:" + port).id();
            answers.add(new Answer(node, askedAt, System.nanoTime()));
          } catch (QuorateException e) {
            // not this time
          }
        }
      }
    }

    @Override
    public void close() {
      closed = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  // Root of a user namespace may not make control groups.
  private static Optional<String> missingForPartition() {
    return Privileges.missingForNetworks().or(Privileges::missingForMounts);
  }

  @Test
  @Order(6)
  void aDrillOnAClusterThatLacksANodeIsRefused() {
    quorate.run("kill", "n2").expect(0);
    var refused = drill("leader-kill").expect(5);
    assertTrue(refused.err().contains("n2"), refused::toString);
    up("ci");
  }

  @Test
  @Order(7)
  void theNumbersFollowTheElectionTimeOut() throws Exception {
    var patient = passed("leader-pause");
    assertElected(patient);
    up("lan");
    assertEquals(3, passed("rolling-restart").get("strikes").size());
    var quick = passed("leader-pause");
    assertElected(quick);
    Report.line(
        "leader-pause: gap %s ms with preset ci, %s ms with preset lan",
        patient.get("client_gap_ms").get("max"), quick.get("client_gap_ms").get("max"));
    assertTrue(patient.get("detected_ms").asLong() >= CI_TIMEOUT_MS, patient::toString);
    assertGap(patient, CI_TIMEOUT_MS - CI_HEARTBEAT_MS);
    assertTrue(quick.get("detected_ms").asLong() >= LAN_TIMEOUT_MS, quick::toString);
    assertGap(quick, LAN_TIMEOUT_MS - LAN_HEARTBEAT_MS);
  }

  /** Where nobody is told of a leader's death but by the time-out. */
  @Test
  @Order(8)
  void withoutFastFailOverThoseOfAKilledLeaderDoToo() throws Exception {
    upAnew("ci", "election.fast_failover=false");
    var patient = passed("leader-kill");
    upAnew("lan", "election.fast_failover=false");
    var quick = passed("leader-kill");
    Report.line(
        "leader-kill without fast fail-over: first write after %s ms with preset ci, %s ms with"
            + " lan",
        patient.get("first_write_ms"), quick.get("first_write_ms"));
    assertTrue(patient.get("detected_ms").asLong() >= CI_TIMEOUT_MS, patient::toString);
    assertTrue(
        patient.get("first_write_ms").asLong() >= CI_TIMEOUT_MS - CI_HEARTBEAT_MS,
        patient::toString);
    assertTrue(quick.get("detected_ms").asLong() >= LAN_TIMEOUT_MS, quick::toString);
    assertTrue(
        quick.get("first_write_ms").asLong() >= LAN_TIMEOUT_MS - LAN_HEARTBEAT_MS, quick::toString);
  }

  private static void assertGap(JsonNode json, int leastMs) {
    assertTrue(json.get("client_gap_ms").get("max").asLong() >= leastMs, json::toString);
  }
}
