package io.quorate.bench.micro;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A few things of a kind, one after the other and again: no bench sees only one. */
final class Ring<T> {
  private static final int SIZE = 64;

  private final List<T> things;
  private int turn;

  Ring(Supplier<T> maker) {
    things = Stream.generate(maker).limit(SIZE).toList();
  }

  T next() {
    return things.get(turn++ & (SIZE - 1));
  }
}
