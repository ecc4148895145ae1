package io.quorate.bench.peers;

import java.util.List;

/** Which of the JVM's two compilers the nodes of Quorate use: see {@code docs/design/009}. */
enum Compilers {
  /** As {@code quorate up} starts them. */
  FIRST,

  /** As a node that runs for days wants it; it takes minutes of load until it pays. */
  BOTH;

  /** Of the JVM, after those of {@code quorate up}. */
  List<String> flags() {
    return switch (this) {
      case FIRST -> List.of();
      case BOTH -> List.of("-XX:TieredStopAtLevel=4", "-XX:ReservedCodeCacheSize=128m");
    };
  }
}
