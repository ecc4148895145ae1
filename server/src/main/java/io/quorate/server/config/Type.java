package io.quorate.server.config;

import java.util.function.Function;

/**
 * How the text of a setting becomes a value and back.
 *
 * @param expected completes "expected …"
 * @param parse throws IllegalArgumentException or ArithmeticException for text that does not fit
 */
record Type<T>(String expected, Function<String, T> parse, Function<T, String> print) {
  Type<T> where(String expected, java.util.function.Predicate<T> holds) {
    return new Type<>(
        expected,
        text -> {
          T value = parse.apply(text);
          if (!holds.test(value)) {
            throw new IllegalArgumentException("out of range");
          }
          return value;
        },
        print);
  }
}
