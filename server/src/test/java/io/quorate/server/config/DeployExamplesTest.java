package io.quorate.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What deploy/ shows must work as it stands there. */
class DeployExamplesTest {
  @ParameterizedTest
  @CsvSource({"three-nodes,3", "five-nodes,5"})
  void everyNodeOfAnExampleLoadsAndAgreesWithTheOthers(String example, int nodes)
      throws IOException {
    List<NodeConfig> configs;
    try (Stream<Path> files = Files.list(Path.of("..", "deploy", example))) {
      configs =
          files
              .filter(file -> file.toString().endsWith(".yaml"))
              .map(file -> NodeConfig.load(file, Map.of(), Map.of()))
              .toList();
    }
    assertEquals(nodes, configs.size());
    assertEquals(1, configs.stream().map(NodeConfig::members).distinct().count(), "members differ");
    assertEquals(nodes, configs.stream().map(config -> config.node().name()).distinct().count());
    assertEquals(nodes, configs.getFirst().members().size());
    for (NodeConfig config : configs) {
      assertTrue(
          config
              .members()
              .contains(
                  new Member(
                      config.node().name(), config.advertiseHost(), config.listen().grpcPort())),
          config.node().name() + " is not among the members");
    }
  }

  @Test
  void theNodesOfComposeLoadFromTheSharedFileAndTheirEnvironment() throws IOException {
    Path folder = Path.of("..", "deploy", "compose");
    JsonNode services =
        new ObjectMapper(new YAMLFactory())
            .readTree(folder.resolve("compose.yaml").toFile())
            .get("services");
    Set<String> addresses = new HashSet<>();
    for (JsonNode service : services) {
      Map<String, String> environment = new HashMap<>();
      service
          .get("environment")
          .properties()
          .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
      if (environment.containsKey("QUORATE_NODE_NAME")) {
        NodeConfig config = NodeConfig.load(folder.resolve("quorate.yaml"), environment, Map.of());
        addresses.add(config.grpcAddress());
        assertEquals(3, config.members().size());
      }
    }
    assertEquals(Set.of("n1:7400", "n2:7400", "n3:7400"), addresses);
  }
}
