package io.quorate.server.topology.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quorate.server.error.StartupException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The content of node.json.
 *
 * @param nodeId UUID text: the Raft peer id
 * @param created wall clock, ISO 8601
 * @param previous the identity whose log this directory lost; null = there was none
 * @param formed the group that was entered; null = not yet a member of anything
 */
record NodeRecord(
    int format,
    String nodeId,
    String cluster,
    String name,
    String created,
    @Nullable String previous,
    @Nullable Group formed) {
  static final int FORMAT = 1;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /** A new, random identity that belongs to nothing yet. */
  static NodeRecord create(String cluster, String name, @Nullable String previous) {
    return new NodeRecord(
        FORMAT,
        UUID.randomUUID().toString(),
        cluster,
        name,
        Instant.now().toString(),
        previous,
        null);
  }

  NodeRecord withFormed(Group group) {
    return new NodeRecord(format, nodeId, cluster, name, created, previous, group);
  }

  byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a node record is always representable", e);
    }
  }

  /**
   * Fails with StartupException on anything that is not a complete record of a format that this
   * version knows.
   */
  static NodeRecord parse(byte[] json, Object where) {
    try {
      JsonNode tree = JSON.readTree(new String(json, StandardCharsets.UTF_8));
      int format = tree.path("format").asInt(0);
      if (format > FORMAT) {
        throw new StartupException(
            where
                + " has format "
                + format
                + ", this version knows formats up to "
                + FORMAT
                + ": it was written by a newer Quorate; start that version or newer");
      }
      NodeRecord record = JSON.treeToValue(tree, NodeRecord.class);
      if (format < 1 || record.nodeId == null || record.cluster == null || record.name == null) {
        throw new StartupException(
            where
                + " is incomplete: "
                + tree
                + "; restore it, or empty the data directory to rejoin as a new node");
      }
      return record;
    } catch (JsonProcessingException e) {
      throw new StartupException(
          where
              + " is not readable ("
              + e.getOriginalMessage()
              + "); restore it, or empty the data directory to rejoin as a new node",
          e);
    }
  }
}
