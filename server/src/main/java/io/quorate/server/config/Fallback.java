package io.quorate.server.config;

import java.util.function.Function;

/** What a key is when nobody sets it. */
sealed interface Fallback<T> {

  record Required<T>() implements Fallback<T> {}

  record Constant<T>(T value) implements Fallback<T> {}

  record ByPreset<T>(T lan, T wan, T ci) implements Fallback<T> {
    T of(Preset preset) {
      return switch (preset) {
        case LAN -> lan;
        case WAN -> wan;
        case CI -> ci;
      };
    }
  }

  /**
   * Computed from another key, which stands earlier in {@link Keys#ALL}; {@code how} completes its
   * name, such as "+ 1".
   */
  record Derived<F, T>(Key<F> from, String how, Function<F, T> compute) implements Fallback<T> {
    T value(Settings settings) {
      return compute.apply(settings.get(from));
    }

    Source source() {
      return new Source((from.name() + " " + how).strip());
    }
  }
}
