package io.quorate.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the value of every key: flag before environment before file before fallback. Collects
 * problems instead of stopping at one.
 */
final class Resolver {
  private final Map<String, Given> flags = new LinkedHashMap<>();
  private final Map<String, Given> environment;
  private final Map<String, Given> file;
  private final List<String> problems = new ArrayList<>();

  private Resolver(
      @Nullable Path path, Map<String, String> environment, Map<String, String> overrides) {
    Map<String, Key<?>> keys = new HashMap<>();
    Keys.ALL.forEach(key -> keys.put(key.name(), key));
    overrides.forEach((key, text) -> flags.put(key, new Given(text, Source.flag(key))));
    this.environment = Environment.read(environment, problems);
    this.file = path == null ? Map.of() : YamlFile.read(path, problems);
    for (Map<String, Given> layer : List.of(flags, this.file)) {
      layer.forEach(
          (name, given) -> {
            if (!keys.containsKey(name)) {
              problems.add(
                  "%s: unknown key; did you mean %s? (%s)"
                      .formatted(name, Nearest.to(name, keys.keySet()), given.source()));
            }
          });
    }
  }

  /** Throws ConfigException with all problems. */
  static Settings resolve(
      @Nullable Path path, Map<String, String> environment, Map<String, String> overrides) {
    Resolver resolver = new Resolver(path, environment, overrides);
    Settings settings = new Settings();
    for (Key<?> key : Keys.ALL) {
      resolver.resolve(key, settings);
    }
    Relations.check(settings, resolver.problems);
    if (!resolver.problems.isEmpty()) {
      throw new ConfigException(resolver.problems);
    }
    return settings;
  }

  private <T> void resolve(Key<T> key, Settings settings) {
    Optional<Given> given =
        Optional.ofNullable(flags.get(key.name()))
            .or(() -> Optional.ofNullable(environment.get(key.name())))
            .or(() -> Optional.ofNullable(file.get(key.name())));
    if (given.isPresent()) {
      parse(key, given.get(), settings);
    } else {
      fallBack(key, settings);
    }
  }

  private <T> void parse(Key<T> key, Given given, Settings settings) {
    try {
      settings.put(key, key.type().parse().apply(given.text().strip()), given.source());
    } catch (IllegalArgumentException | ArithmeticException e) {
      problems.add(
          "%s: expected %s, found \"%s\" (%s)"
              .formatted(key.name(), key.type().expected(), given.text(), given.source()));
    }
  }

  private <T> void fallBack(Key<T> key, Settings settings) {
    switch (key.fallback()) {
      case Fallback.Constant<T>(T value) -> settings.put(key, value, Source.DEFAULT);
      case Fallback.ByPreset<T> byPreset when settings.has(Keys.PRESET) -> {
        Preset preset = settings.get(Keys.PRESET);
        settings.put(key, byPreset.of(preset), Source.preset(preset));
      }
      case Fallback.Derived<?, T> derived when settings.has(derived.from()) ->
          settings.put(key, derived.value(settings), derived.source());
      case Fallback.Required<T> _ ->
          problems.add(
              "%s: required, found nothing; set it in the file, as %s or with --set %s=…"
                  .formatted(key.name(), key.environmentName(), key.name()));
      case Fallback.ByPreset<T> _,
          Fallback.Derived<?, T> _ -> {} // what it depends on is a problem already
    }
  }
}
