package io.quorate.cli.data;

import java.util.Optional;

/** A value that is found while an object is read. */
final class Once<T> {
  private Optional<T> value = Optional.empty();

  Optional<T> get() {
    return value;
  }

  void set(T found) {
    value = Optional.of(found);
  }
}
