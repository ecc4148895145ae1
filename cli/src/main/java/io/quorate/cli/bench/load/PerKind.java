package io.quorate.cli.bench.load;

import java.util.function.Function;
import java.util.function.Supplier;

/** One thing for each kind of operation. */
record PerKind<T>(T put, T get) {
  static <T> PerKind<T> each(Supplier<T> maker) {
    return new PerKind<>(maker.get(), maker.get());
  }

  T of(Kind kind) {
    return switch (kind) {
      case PUT -> put;
      case GET -> get;
    };
  }

  <R> PerKind<R> map(Function<T, R> change) {
    return new PerKind<>(change.apply(put), change.apply(get));
  }
}
