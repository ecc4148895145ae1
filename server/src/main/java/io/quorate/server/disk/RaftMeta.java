package io.quorate.server.disk;

import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;

/**
 * What Ratis must never forget, from its file {@code raft-meta}: a property file with exactly two
 * keys.
 *
 * @param term the highest that this node has seen
 * @param votedFor peer id that got its vote in that term; empty = nobody
 */
record RaftMeta(long term, String votedFor) {
  private static final String FILE = "raft-meta";
  private static final String CONFIGURATION_FILE = "raft-meta.conf";

  /** The field of Ratis' {@code LogEntryProto} that holds a configuration. */
  private static final int CONFIGURATION_FIELD = 4;

  /**
   * Reads it, and looks whether the configuration beside it, if there is one, can be read.
   *
   * @throws LogDamagedException when it is missing or says something else
   */
  static RaftMeta read(Path current) throws IOException {
    Path file = current.resolve(FILE);
    if (Files.notExists(file)) {
      throw new LogDamagedException(file, 0, "missing");
    }
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
      if (!properties.stringPropertyNames().equals(Set.of("term", "votedFor"))) {
        throw new LogDamagedException(file, 0, "expected term and votedFor, found " + properties);
      }
      RaftMeta meta =
          new RaftMeta(
              Long.parseLong(properties.getProperty("term")), properties.getProperty("votedFor"));
      if (meta.term < 0) {
        throw new LogDamagedException(file, 0, "term " + meta.term);
      }
      checkConfiguration(current.resolve(CONFIGURATION_FILE));
      return meta;
    } catch (IllegalArgumentException | java.nio.charset.CharacterCodingException e) {
      throw new LogDamagedException(file, 0, "not readable: " + e.getMessage());
    }
  }

  private static void checkConfiguration(Path file) throws IOException {
    if (Files.notExists(file)) {
      return;
    }
    try {
      if (!UnknownFieldSet.parseFrom(Files.readAllBytes(file)).hasField(CONFIGURATION_FIELD)) {
        throw new LogDamagedException(file, 0, "holds no configuration");
      }
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new LogDamagedException(file, 0, "not readable: " + e.getMessage());
    }
  }
}
