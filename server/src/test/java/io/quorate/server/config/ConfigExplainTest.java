package io.quorate.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigExplainTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("QUORATE_CLUSTER", "shop");
  private static final long MIB = 1 << 20;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void writeFile() throws IOException {
    file =
        Files.writeString(
            folder.resolve("n1.yaml"),
            """
            node:
              name: n1
              data_dir: /var/lib/quorate
            members: [n1=127.0.0.1:7400, n2=127.0.0.1:7410, n3=127.0.0.1:7420]
            """);
  }

  @Test
  void everyRowSaysWhereItsValueCameFrom() {
    String text = explain(Map.of("raft.log_keep_time", "12h"), MIB);
    assertRow(text, "cluster", "shop", "QUORATE_CLUSTER");
    assertRow(text, "node.name", "n1", file + ":2");
    assertRow(text, "raft.log_keep_time", "12h", "--set raft.log_keep_time");
    assertRow(text, "raft.election_timeout_max", "300ms", "preset lan");
    assertRow(text, "listen.raft_port", "7401", "listen.base_port + 1");
    assertRow(text, "advertise_host", "127.0.0.1", "listen.host");
    assertRow(text, "session.ttl", "1d", "default");
    for (Key<?> key : Keys.ALL) {
      assertTrue(text.lines().anyMatch(line -> line.startsWith(key.name() + " ")), key.name());
    }
  }

  @Test
  void itSaysWhatTheSettingsMean() {
    String text = explain(Map.of(), MIB);
    assertContains(text, "is missed after 100ms to 600ms");
    assertContains(text, "steps down after 300ms");
    assertContains(text, "3 initial voters, a majority is 2: 1 may fail.");
    assertContains(text, "The log keeps 512MiB, at most 1d old: at 1MiB of writes per second");
    assertContains(text, "may be away for 8 min");
    assertContains(text, "Up to 212MiB by these settings");
  }

  @Test
  void anEvenNumberOfVotersIsRemarked() {
    assertContains(
        explain(
            Map.of(
                "members",
                "n1=127.0.0.1:7400,n2=127.0.0.1:7410,n3=127.0.0.1:7420,n4=127.0.0.1:7430"),
            MIB),
        "4 initial voters, a majority is 3: 1 may fail. An even number tolerates no more than 3"
            + " would.");
    assertContains(explain(Map.of("members", ""), MIB), "waits until it is added");
    assertContains(
        explain(Map.of("members", "n1=127.0.0.1:7400"), MIB),
        "1 initial voter, a majority is 1: none may fail.");
  }

  @Test
  void theOutageIsLimitedByTimeWhenWritesAreFew() {
    assertContains(explain(Map.of(), 1024), "may be away for 24 h");
  }

  @Test
  void jsonSaysTheSame() throws IOException {
    JsonNode json =
        new ObjectMapper().readTree(ConfigExplain.explainJson(file, ENVIRONMENT, Map.of(), MIB));
    assertEquals(Keys.ALL.size(), json.get("settings").size());
    JsonNode cluster = json.get("settings").get(0);
    assertEquals("cluster", cluster.get("key").asText());
    assertEquals("shop", cluster.get("value").asText());
    assertEquals("QUORATE_CLUSTER", cluster.get("source").asText());
    JsonNode meaning = json.get("meaning");
    assertEquals(100, meaning.get("detected_min_ms").asLong());
    assertEquals(600, meaning.get("detected_max_ms").asLong());
    assertEquals(1, meaning.get("failures_tolerated").asInt());
    assertEquals(512, meaning.get("outage_covered_seconds").asLong());
  }

  private String explain(Map<String, String> overrides, long rate) {
    return ConfigExplain.explain(file, ENVIRONMENT, overrides, rate);
  }

  private static void assertRow(String text, String key, String value, String source) {
    assertTrue(
        text.lines()
            .anyMatch(
                line ->
                    line.matches(
                        java.util.regex.Pattern.quote(key)
                            + " +"
                            + java.util.regex.Pattern.quote(value)
                            + " +"
                            + java.util.regex.Pattern.quote(source))),
        () -> "no row " + key + " " + value + " " + source + " in\n" + text);
  }

  private static void assertContains(String text, String part) {
    assertTrue(
        text.replaceAll("\\s+", " ").contains(part), () -> "expected \"" + part + "\" in\n" + text);
  }
}
