package io.quorate.server.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The value of every key and where it came from. Filled by {@link Resolver}, not changed
 * afterwards.
 */
final class Settings {
  private final Map<Key<?>, Object> values = new HashMap<>();
  private final Map<Key<?>, Source> sources = new HashMap<>();

  <T> void put(Key<T> key, T value, Source source) {
    values.put(key, value);
    sources.put(key, source);
  }

  boolean has(Key<?> key) {
    return values.containsKey(key);
  }

  @SuppressWarnings("unchecked") // put() is the only writer and pairs the types
  <T> T get(Key<T> key) {
    return (T) Objects.requireNonNull(values.get(key), () -> key.name() + " is not resolved yet");
  }

  Source source(Key<?> key) {
    return Objects.requireNonNull(sources.get(key));
  }

  /** As one would write it into a file. */
  <T> String print(Key<T> key) {
    return key.type().print().apply(get(key));
  }
}
