package io.quorate.server.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The effective settings, where each came from, and what they mean together: {@code quorate config
 * explain}.
 */
public final class ConfigExplain {
  /**
   * Assumed for the outage that the log covers, when the caller gives no rate: one MiB of writes
   * per second.
   */
  public static final long ASSUMED_WRITE_BYTES_PER_SECOND = 1 << 20;

  private ConfigExplain() {}

  /** With this process's environment and the assumed write rate. Throws ConfigException. */
  public static String explain(@Nullable Path file, Map<String, String> overrides) {
    return explain(file, System.getenv(), overrides, ASSUMED_WRITE_BYTES_PER_SECOND);
  }

  /** With this process's environment and the assumed write rate. Throws ConfigException. */
  public static String explainJson(@Nullable Path file, Map<String, String> overrides) {
    return explainJson(file, System.getenv(), overrides, ASSUMED_WRITE_BYTES_PER_SECOND);
  }

  /** A table and what it means, for people. */
  public static String explain(
      @Nullable Path file,
      Map<String, String> environment,
      Map<String, String> overrides,
      long writeBytesPerSecond) {
    Settings settings = Resolver.resolve(file, environment, overrides);
    int keyWidth = Keys.ALL.stream().mapToInt(key -> key.name().length()).max().orElse(0);
    int valueWidth =
        Keys.ALL.stream()
            .mapToInt(key -> settings.print(key).length())
            .filter(width -> width <= 40)
            .max()
            .orElse(0);
    StringBuilder text = new StringBuilder();
    row(text, keyWidth, valueWidth, "KEY", "VALUE", "SOURCE");
    for (Key<?> key : Keys.ALL) {
      row(text, keyWidth, valueWidth, key.name(), settings.print(key), settings.source(key).text());
    }
    return text.append('\n')
        .append(new Meaning(NodeConfig.of(settings), writeBytesPerSecond).text())
        .toString();
  }

  /**
   * One document: {@code
   * {"settings":[{"key","value","source","environment","meaning"}],"meaning":{…}}}.
   */
  public static String explainJson(
      @Nullable Path file,
      Map<String, String> environment,
      Map<String, String> overrides,
      long writeBytesPerSecond) {
    Settings settings = Resolver.resolve(file, environment, overrides);
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ArrayNode rows = document.putArray("settings");
    for (Key<?> key : Keys.ALL) {
      rows.addObject()
          .put("key", key.name())
          .put("value", settings.print(key))
          .put("source", settings.source(key).text())
          .put("environment", key.environmentName())
          .put("meaning", key.meaning());
    }
    document.set("meaning", new Meaning(NodeConfig.of(settings), writeBytesPerSecond).json());
    return document.toString();
  }

  private static void row(
      StringBuilder text, int keyWidth, int valueWidth, String key, String value, String source) {
    text.append(("%-" + keyWidth + "s  %-" + valueWidth + "s  %s").formatted(key, value, source))
        .append('\n');
  }
}
