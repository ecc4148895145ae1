package io.quorate.cli.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quorate.cli.ExitCode;
import io.quorate.cli.FakeCluster;
import io.quorate.cli.FakeCluster.Ran;
import io.quorate.cli.JsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterVerbsTest {
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

  @Test
  void statusDrawsTheTopology() {
    var out = done("status").out();
    assertTrue(out.contains("term 3, leader n1"), out);
    assertTrue(out.contains("writable, 1 more voter may fail"), out);
    assertTrue(out.contains("\nn1     leader"), out);
    assertTrue(out.contains("\n├─ n2  follower"), out);
    assertTrue(out.contains("\n└─ n3  follower"), out);
    assertTrue(out.contains("2, 12ms"), out);
  }

  @Test
  void statusHasItsPromisedFields() {
    var status = JsonDocument.of(done("status", "-o", "json").out());
    var cluster = "cluster mode epoch term leader commit_index failure_tolerance writable nodes";
    for (var name : cluster.split(" ", -1)) status.get(name);
    var node =
        "id address role voter state reachable term applied_index durable_index"
            + " lag_entries lag_operations lag_bytes lag_ms version";
    for (var name : node.split(" ", -1)) status.get("nodes.0." + name);
  }

  @Test
  void notWritableIsExitCode3() {
    cluster.admin().loseQuorum();
    var table = cluster.run("status");
    assertEquals(ExitCode.UNHEALTHY, table.code(), table::toString);
    assertTrue(table.out().contains("NOT WRITABLE: no leader"), table::toString);
    assertTrue(table.out().contains("unreachable"), table::toString);
    var json = cluster.run("status", "-o", "json");
    assertEquals(ExitCode.UNHEALTHY, json.code());
    assertTrue(json.out().contains("\"leader\":null"), json::toString);
    assertEquals(ExitCode.UNHEALTHY, cluster.run("leader", "show").code());
  }

  @Test
  void leadershipMoves() {
    assertEquals("n1, term 3\n", done("leader", "show").out());
    assertEquals(
        "{\"leader\":\"n1\",\"previous\":\"n3\",\"term\":3,\"took_ms\":80}\n",
        done("leader", "show", "-o", "json").out());
    assertEquals(
        "{\"leader\":\"n2\",\"previous\":\"n1\",\"term\":4,\"took_ms\":42}\n",
        done("leader", "transfer", "n2", "--wait", "-o", "json").out());
    done("leader", "step-down", "--wait");
    assertEquals("n1, term 5\n", done("leader", "show").out());
    assertTrue(done("leader", "elect", "n3").out().startsWith("n3 leads in term 6"));
    assertTrue(done("leader", "elect", "n3", "-o", "json").out().contains("\"term\":6"));
  }

  @Test
  void anUnknownNodeIsExitCode1() {
    var ran = cluster.run("leader", "transfer", "n9");
    assertEquals(ExitCode.FAILED, ran.code(), ran::toString);
    assertTrue(ran.err().contains("n9"), ran::toString);
  }

  @Test
  void electionsTellTheirCauseAndCost() {
    assertEquals(
        "[{\"time\":\"2025-06-15T15:06:40Z\",\"term\":3,\"from\":\"n3\",\"to\":\"n1\",\"trigger\":\"process_lost\",\"cause\":\"the"
            + " process of n3"
            + " ended\",\"detected_ms\":12,\"elected_ms\":80,\"unavailable_ms\":95,\"kind\":\"process_gone\",\"votes\":2,\"inherited_entries\":4,\"unknown_entries\":-1,\"reported\":false}]\n",
        done("election", "list", "-o", "json").out());
    var explained = done("election", "list", "--explain").out();
    assertTrue(explained.contains("n1 took over from n3"), explained);
    assertTrue(explained.contains("no write was possible for 95ms"), explained);
    assertTrue(explained.contains("Measured: process_gone. "), explained);
    assertTrue(explained.contains("elected after 80ms by 2 votes"), explained);
    assertTrue(explained.contains("took over and committed 4 log entries"), explained);
    assertTrue(explained.contains("has not said what it left unanswered"), explained);
  }

  @Test
  void okToStopIsExitCode0Or5() {
    assertEquals(ExitCode.DONE, done("node", "ok-to-stop", "n3").code());
    var no = cluster.run("node", "ok-to-stop", "n1", "-o", "json");
    assertEquals(ExitCode.REFUSED, no.code(), no::toString);
    assertTrue(no.out().contains("\"ok\":false"), no::toString);
    assertTrue(cluster.run("node", "ok-to-stop", "n1").out().contains("writes stop"));
  }

  @Test
  void membershipChanges() {
    assertTrue(
        done("node", "add", "h:7430", "--as", "learner").out().startsWith("learner at h:7430"));
    var refused = cluster.run("node", "remove", "n2");
    assertEquals(ExitCode.REFUSED, refused.code(), refused::toString);
    assertTrue(refused.err().contains("leaves no quorum"), refused::toString);
    done("node", "remove", "n2", "--force");
  }
}
