package io.quorate.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeConfigTest {
  private static final Map<String, String> NO_ENVIRONMENT = Map.of();

  @TempDir Path folder;

  @Test
  void twoKeysAreEnough() {
    NodeConfig config = NodeConfig.load(null, NO_ENVIRONMENT, minimal());
    assertEquals("quorate", config.cluster());
    assertEquals("127.0.0.1:7400", config.grpcAddress());
    assertEquals("127.0.0.1:7401", config.raftAddress());
    assertEquals("127.0.0.1:7402", config.httpAddress());
    assertEquals("127.0.0.1:7403", config.linkAddress());
    assertEquals(7404, config.listen().ratisClientPort());
    assertEquals(7405, config.listen().ratisAdminPort());
    assertEquals(List.of(), config.members());
    assertEquals(Duration.ofMillis(150), config.raft().electionTimeoutMin());
  }

  @Test
  void flagBeatsEnvironmentBeatsFileBeatsPreset() throws IOException {
    Path file = write("preset: wan\nraft:\n  election_timeout_min: 400ms\n");
    Map<String, String> environment = Map.of("QUORATE_RAFT_ELECTION_TIMEOUT_MIN", "500ms");
    String key = "raft.election_timeout_min";
    Map<String, String> quiet = with("raft.heartbeat_interval", "50ms");
    Map<String, String> flag = new HashMap<>(quiet);
    flag.put(key, "600ms");

    assertEquals(
        Duration.ofMillis(600),
        NodeConfig.load(file, environment, flag).raft().electionTimeoutMin());
    assertEquals(
        Duration.ofMillis(500),
        NodeConfig.load(file, environment, quiet).raft().electionTimeoutMin());
    assertEquals(
        Duration.ofMillis(400),
        NodeConfig.load(file, NO_ENVIRONMENT, quiet).raft().electionTimeoutMin());
    assertEquals(
        Duration.ofSeconds(1),
        NodeConfig.load(write("preset: wan\n"), NO_ENVIRONMENT, minimal())
            .raft()
            .electionTimeoutMin());
  }

  @Test
  void everyKeyHasItsOwnVariable() {
    assertEquals(
        Keys.ALL.size(),
        Keys.ALL.stream().map(Key::environmentName).distinct().count(),
        "two keys share a variable");
    assertEquals("QUORATE_NODE_DATA_DIR", Keys.NODE_DATA_DIR.environmentName());
    assertTrue(
        Keys.ALL.stream()
            .noneMatch(key -> Environment.NOT_SETTINGS.contains(key.environmentName())));
  }

  @Test
  void everyValueReadsBackAsItIsPrinted() {
    for (String preset : List.of("lan", "wan", "ci")) {
      Settings settings = Resolver.resolve(null, NO_ENVIRONMENT, with("preset", preset));
      Map<String, String> printed =
          Keys.ALL.stream().collect(Collectors.toMap(Key::name, settings::print));
      assertEquals(NodeConfig.of(settings), NodeConfig.load(null, NO_ENVIRONMENT, printed));
    }
  }

  @Test
  void nestedAndDottedKeysAreTheSame() throws IOException {
    NodeConfig nested =
        NodeConfig.load(write("node: {name: n1, data_dir: /d}\n"), NO_ENVIRONMENT, Map.of());
    NodeConfig dotted =
        NodeConfig.load(write("node.name: n1\nnode.data_dir: /d\n"), NO_ENVIRONMENT, Map.of());
    assertEquals(nested, dotted);
  }

  @Test
  void membersAreAListOrCommas() throws IOException {
    Path file = write("members:\n  - n1=127.0.0.1:7400\n  - n2=[::1]:7410\n");
    List<Member> fromFile = NodeConfig.load(file, NO_ENVIRONMENT, minimal()).members();
    assertEquals(
        List.of(new Member("n1", "127.0.0.1", 7400), new Member("n2", "::1", 7410)), fromFile);
    assertEquals(
        fromFile,
        NodeConfig.load(
                null, Map.of("QUORATE_MEMBERS", "n1=127.0.0.1:7400, n2=[::1]:7410"), minimal())
            .members());
    assertEquals("[::1]:7410", fromFile.get(1).address());
  }

  @Test
  void anUnknownKeyNamesItsPlaceAndTheNearest() throws IOException {
    Path file = write("node:\n  name: n1\n  datadir: /d\n");
    List<String> problems = problems(file, NO_ENVIRONMENT, with("election_timeout_min", "1s"));
    assertProblem(
        problems, "node.datadir: unknown key; did you mean node.data_dir? (" + file + ":3)");
    assertProblem(
        problems,
        "election_timeout_min: unknown key; did you mean raft.election_timeout_min? (--set"
            + " election_timeout_min)");
  }

  @Test
  void anUnknownVariableNamesTheNearest() {
    assertProblem(
        problems(null, Map.of("QUORATE_NODE_DATADIR", "/d"), minimal()),
        "QUORATE_NODE_DATADIR: unknown environment variable; did you mean QUORATE_NODE_DATA_DIR?");
  }

  @Test
  void variablesThatAreNoSettingsAreLeftAlone() {
    Map<String, String> environment =
        Map.of(
            "QUORATE_ENDPOINTS", "127.0.0.1:7400",
            "QUORATE_JVM_OPTS", "-Xmx1g",
            "QUORATE_REQUIRE_PRIVILEGED", "1",
            "QUORATE_SERVICE_HOST", "10.0.0.1",
            "QUORATE_PORT", "tcp://10.0.0.1:7400",
            "QUORATE_N1_PORT_7400_TCP_ADDR", "10.0.0.1",
            "QUORATER", "of somebody else");
    assertEquals("n1", NodeConfig.load(null, environment, minimal()).node().name());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "raft.election_timeout_min | 150    | a duration from 50ms to 5m",
        "raft.election_timeout_min | 1ms    | a duration from 50ms to 5m",
        "limits.value_bytes        | 2MiB   | a size from 1B to 1MiB",
        "limits.value_bytes        | 1MB    | units B, KiB, MiB, GiB, TiB",
        "raft.log_segment_size     | 256MiB | a size from 4MiB to 128MiB",
        "raft.log_keep_bytes       | 99999999999999TiB | a size from 8MiB",
        "listen.base_port          | 70000  | a whole number from 1 to 65530",
        "listen.grpc_port          | http   | a whole number from 1 to 65535",
        "insecure                  | yes    | true or false",
        "preset                    | LAN    | one of lan, wan, ci",
        "node.intended             | leader | one of voter, learner",
        "node.name                 | a b    | a name of 1 to 63",
        "listen.host               | h:7400 | a host name or an IP address without port",
        "members                   | n1     | name=host:grpc_port",
        "members                   | n1=::1:7400 | name=host:grpc_port",
      })
  void aWrongValueSaysWhatWasExpectedAndFound(String key, String value, String expected) {
    List<String> problems = problems(null, NO_ENVIRONMENT, with(key, value));
    assertEquals(1, problems.size(), problems.toString());
    assertTrue(problems.getFirst().startsWith(key + ": expected "), problems.getFirst());
    assertTrue(problems.getFirst().contains(expected), problems.getFirst());
    assertTrue(
        problems.getFirst().endsWith("found \"" + value + "\" (--set " + key + ")"),
        problems.getFirst());
  }

  @Test
  void allProblemsAreToldAtOnce() throws IOException {
    Path file = write("preset: fast\nlisten:\n  base_port: x\n  host: 0.0.0.0\nsurprise: 1\n");
    List<String> problems = problems(file, NO_ENVIRONMENT, Map.of());
    assertProblem(problems, "surprise: unknown key");
    assertProblem(
        problems, "preset: expected one of lan, wan, ci, found \"fast\" (" + file + ":1)");
    assertProblem(
        problems,
        "listen.base_port: expected a whole number from 1 to 65530, found \"x\" (" + file + ":3)");
    assertProblem(
        problems,
        "node.name: required, found nothing; set it in the file, as QUORATE_NODE_NAME or with"
            + " --set");
    assertProblem(problems, "node.data_dir: required");
    assertProblem(problems, "listen.host: other machines can reach this address");
    assertProblem(problems, "advertise_host: nobody can call a wildcard address");
    assertEquals(7, problems.size(), String.join("\n", problems));
  }

  @Test
  void aReachableAddressNeedsInsecure() {
    Map<String, String> open = with("listen.host", "10.0.0.1");
    assertProblem(problems(null, NO_ENVIRONMENT, open), "TLS is not available in this version");
    assertEquals(
        "10.0.0.1:7400",
        NodeConfig.load(null, Map.of("QUORATE_INSECURE", "true"), open).grpcAddress());
    for (String loopback : List.of("localhost", "127.3.2.1", "::1")) {
      NodeConfig.load(null, NO_ENVIRONMENT, with("listen.host", loopback));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "raft.election_timeout_max   | 150ms  | must be above raft.election_timeout_min 150ms",
        "raft.heartbeat_interval     | 75ms   | must be below half of raft.election_timeout_min"
            + " 150ms",
        "raft.step_down_wait         | 200ms  | must be at least raft.election_timeout_max 300ms",
        "state.flush_bytes           | 1GiB   | must be at most raft.log_keep_bytes 512MiB",
        "proposals.max_entry_bytes   | 3MiB   | must be at most half of raft.appender_buffer_bytes"
            + " 4MiB",
        "proposals.max_queue_operations | 100 | must be at most proposals.max_queue_operations 100",
        "transfer.memory_bytes       | 1MiB   | must be at most half of transfer.memory_bytes 1MiB",
        "listen.http_port            | 7401   | listen.raft_port is the same port",
        "members                     | n1=127.0.0.1:9 | names this node at 127.0.0.1:9, but it"
            + " advertises 127.0.0.1:7400",
        "members                     | a=h:1,b=h:1 | the address h:1 is there twice",
        "members                     | a=h:1,a=i:1 | the name a is there twice",
      })
  void valuesThatDoNotFitTogetherSayWhy(String key, String value, String expected) {
    List<String> problems = problems(null, NO_ENVIRONMENT, with(key, value));
    assertEquals(1, problems.size(), problems.toString());
    assertTrue(problems.getFirst().contains(expected), problems.getFirst());
  }

  @Test
  void theLogKeepsAtLeastTwoFiles() {
    Map<String, String> both = with("raft.log_segment_size", "64MiB");
    both.put("raft.log_keep_bytes", "100MiB");
    List<String> problems = problems(null, NO_ENVIRONMENT, both);
    assertEquals(1, problems.size(), problems.toString());
    assertTrue(
        problems.getFirst().contains("must be at most half of raft.log_keep_bytes 100MiB"),
        problems.getFirst());
  }

  @Test
  void aMemberIsNoLearner() {
    Map<String, String> both = with("members", "n1=127.0.0.1:7400");
    both.put("node.intended", "learner");
    assertProblem(problems(null, NO_ENVIRONMENT, both), "node.intended: members names this node");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "node: [               | not valid YAML",
        "a: 1\\na: 2           | not valid YAML: Duplicate",
        "node.name: n1\\nnode:\\n  name: n2 | node.name: given twice",
        "node:\\n  name:       | node.name: expected a value, found nothing",
        "members: [{n1: x}]    | members: expected a list of plain values",
        "just text             | expected keys and values",
        "a: 1\\n---\\nb: 2     | expected one document",
        "cluster: &c x\\nnode: {name: *c} | node.name: YAML aliases are not supported",
      })
  void aBrokenFileIsToldWithItsLine(String yaml, String expected) throws IOException {
    Path file = write(yaml.replace("\\n", "\n"));
    List<String> problems = problems(file, NO_ENVIRONMENT, minimal());
    assertProblem(problems, expected);
    assertTrue(
        problems.stream().anyMatch(problem -> problem.contains(file + ":")), problems.toString());
  }

  @Test
  void aMissingFileIsToldByName() {
    Path file = folder.resolve("none.yaml");
    assertEquals(List.of(file + ": no such file"), problems(file, NO_ENVIRONMENT, minimal()));
  }

  @Test
  void anEmptyFileSetsNothing() throws IOException {
    assertEquals(
        NodeConfig.load(null, NO_ENVIRONMENT, minimal()),
        NodeConfig.load(write("# nothing\n"), NO_ENVIRONMENT, minimal()));
  }

  private static List<String> problems(
      @org.jspecify.annotations.Nullable Path file,
      Map<String, String> environment,
      Map<String, String> overrides) {
    return assertThrows(ConfigException.class, () -> NodeConfig.load(file, environment, overrides))
        .problems();
  }

  private static void assertProblem(List<String> problems, String part) {
    assertTrue(
        problems.stream().anyMatch(problem -> problem.contains(part)),
        () -> "expected \"" + part + "\" in\n" + String.join("\n", problems));
  }

  private static Map<String, String> minimal() {
    return new HashMap<>(Map.of("node.name", "n1", "node.data_dir", "/var/lib/quorate"));
  }

  private static Map<String, String> with(String key, String value) {
    Map<String, String> overrides = minimal();
    overrides.put(key, value);
    return overrides;
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "node", ".yaml"), yaml);
  }
}
