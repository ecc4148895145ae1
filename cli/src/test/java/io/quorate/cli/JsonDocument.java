package io.quorate.cli;

import io.quorate.cli.output.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON document that a command printed, looked into by paths such as {@code nodes.0.id}. */
public record JsonDocument(@Nullable Object root) {
  public static JsonDocument of(String text) {
    try {
      return new JsonDocument(Json.parse(text));
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + text, e);
    }
  }

  /** What stands at the path, null as the text "null"; fails when nothing does. */
  public Object get(String path) {
    @Nullable Object at = root;
    for (var part : path.split("\\.", -1)) {
      if (at instanceof List<?> list) {
        at = list.get(Integer.parseInt(part));
      } else if (at instanceof Map<?, ?> map && map.containsKey(part)) {
        at = map.get(part);
      } else {
        throw new AssertionError("no " + path + " in " + Json.text(root));
      }
    }
    return at == null ? "null" : at;
  }

  public String text(String path) {
    return get(path).toString();
  }

  public int size(String path) {
    return ((List<?>) get(path)).size();
  }
}
