package io.quorate.server.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A configuration file as dotted keys with their lines: {@code node: {name: n1}} and {@code
 * node.name: n1} are the same. A list of scalars becomes one text joined by commas. Values stay
 * text, so that "expected, found" can quote what was written.
 */
final class YamlFile {
  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(
              YAMLParser.Feature.EMPTY_STRING_AS_NULL) // "name:" is a mistake, "members: ''" is not
          .build();

  private final Path path;
  private final YAMLParser parser;
  private final List<String> problems;
  private final Map<String, Given> values = new LinkedHashMap<>();

  private YamlFile(Path path, YAMLParser parser, List<String> problems) {
    this.path = path;
    this.parser = parser;
    this.problems = problems;
  }

  static Map<String, Given> read(Path path, List<String> problems) {
    try (YAMLParser parser = YAML.createParser(Files.newBufferedReader(path))) {
      YamlFile file = new YamlFile(path, parser, problems);
      file.document();
      return file.values;
    } catch (NoSuchFileException e) {
      problems.add(path + ": no such file");
    } catch (JacksonException e) {
      String where = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
      problems.add(
          path
              + where
              + ": not valid YAML: "
              + e.getOriginalMessage().lines().findFirst().orElse(""));
    } catch (IOException e) {
      problems.add(path + ": cannot be read: " + e);
    }
    return Map.of();
  }

  private void document() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      return; // an empty file sets nothing
    }
    if (first != JsonToken.START_OBJECT) {
      problems.add(here() + ": expected keys and values, found " + parser.getText());
      return;
    }
    object("");
    if (parser.nextToken() != null) {
      problems.add(here() + ": expected one document, found a second");
    }
  }

  private void object(String prefix) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = prefix + parser.currentName();
      Source source = here();
      switch (parser.nextToken()) {
        case START_OBJECT -> object(key + ".");
        case START_ARRAY -> put(key, list(key), source);
        case VALUE_NULL -> problems.add(key + ": expected a value, found nothing (" + source + ")");
        default -> put(key, scalar(key), source);
      }
    }
  }

  private String list(String key) throws IOException {
    List<String> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken().isScalarValue()) {
        items.add(scalar(key));
      } else {
        problems.add(key + ": expected a list of plain values, found a structure (" + here() + ")");
        parser.skipChildren();
      }
    }
    return String.join(",", items);
  }

  private String scalar(String key) throws IOException {
    if (parser.isCurrentAlias()) {
      problems.add(key + ": YAML aliases are not supported (" + here() + ")");
    }
    return Objects.requireNonNull(parser.getText());
  }

  /** The same key both nested and dotted is one key given twice. */
  private void put(String key, String text, Source source) {
    Given earlier = values.putIfAbsent(key, new Given(text, source));
    if (earlier != null) {
      problems.add(key + ": given twice, at " + earlier.source() + " and " + source);
    }
  }

  private Source here() {
    return Source.file(path, parser.currentTokenLocation().getLineNr());
  }
}
