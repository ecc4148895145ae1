package io.quorate.bench.peers;

import io.quorate.bench.turns.Arguments;
import io.quorate.bench.turns.Row;
import io.quorate.bench.turns.Turns;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bench/peers} is asked for.
 *
 * @param warmUp seconds of load before the first puts of a store, and before its first gets
 * @param compilers of Quorate's nodes
 * @param json a file for all rounds
 */
record Options(
    List<String> peers,
    List<Row> rows,
    int rounds,
    int seconds,
    int warmUp,
    Compilers compilers,
    @Nullable Path json) {
  private static final List<String> PEERS = List.of("etcd", "zookeeper", "redis", "rheakv");

  /** Throws {@link IllegalArgumentException} when they make no sense. */
  static Options parse(List<String> arguments) {
    var peers = PEERS;
    var rows = Row.all();
    var rounds = 5;
    var seconds = 10;
    var warmUp = 45;
    var compilers = Compilers.FIRST;
    Path json = null;
    for (var i = 0; i < arguments.size(); i += 2) {
      var name = arguments.get(i);
      var value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
      switch (name) {
        case "--peers" -> peers = peers(value);
        case "--rows" -> rows = Arguments.rows(value);
        case "--rounds" -> rounds = Arguments.rounds(value);
        case "--seconds" -> seconds = Arguments.seconds(value);
        case "--warm-up" -> warmUp = Arguments.warmUp(value);
        case "--compilers" -> compilers = compilers(value);
        case "--json" -> json = Arguments.json(value);
        default -> throw new IllegalArgumentException("unknown option: " + name);
      }
    }
    return new Options(peers, rows, rounds, seconds, warmUp, compilers, json);
  }

  /** Ends the process with exit code 2, and says why, when they make no sense. */
  static Options orExit(String[] arguments) {
    return Arguments.orExit("bench/peers", () -> parse(List.of(arguments)));
  }

  Turns.Lengths lengths() {
    return new Turns.Lengths(rounds, seconds, warmUp);
  }

  private static Compilers compilers(String value) {
    return switch (value) {
      case "first" -> Compilers.FIRST;
      case "both" -> Compilers.BOTH;
      default ->
          throw new IllegalArgumentException(
              "--compilers is first or both; found \"%s\"".formatted(value));
    };
  }

  private static List<String> peers(String value) {
    var words = Arguments.words(value);
    for (var word : words) {
      if (!PEERS.contains(word)) {
        throw new IllegalArgumentException(
            "there is no peer \"%s\"; there are %s".formatted(word, String.join(",", PEERS)));
      }
    }
    return words;
  }
}
