package io.quorate.cli.drill;

import java.time.Instant;

/** One moment on the two clocks: that of the history, which never jumps, and that of people. */
record Clocks(long nanos, Instant wall) {
  static Clocks now() {
    return new Clocks(System.nanoTime(), Instant.now());
  }

  Instant wall(long otherNanos) {
    return wall.plusNanos(otherNanos - nanos);
  }

  long nanos(Instant otherWall) {
    return nanos + java.time.Duration.between(wall, otherWall).toNanos();
  }
}
