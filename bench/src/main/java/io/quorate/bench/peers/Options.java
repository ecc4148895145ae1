package io.quorate.bench.peers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bench/peers} is asked for.
 *
 * @param warmUp seconds of load before the first puts of a store, and before its first gets
 * @param json a file for all rounds
 */
record Options(
    List<String> peers, List<Row> rows, int rounds, int seconds, int warmUp, @Nullable Path json) {
  private static final List<String> PEERS = List.of("etcd", "zookeeper", "redis", "rheakv");
  private static final int MOST_ROUNDS = 1_000;
  private static final int MOST_SECONDS = 3_600;

  /** Where the script was called, since it goes to its own folder. */
  private static final Path CALLER = Path.of(System.getProperty("peers.caller", ""));

  /** Throws {@link IllegalArgumentException} when they make no sense. */
  static Options parse(List<String> arguments) {
    var peers = PEERS;
    var rows = Row.all();
    var rounds = 5;
    var seconds = 10;
    var warmUp = 45;
    Path json = null;
    for (var i = 0; i < arguments.size(); i += 2) {
      var name = arguments.get(i);
      var value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
      switch (name) {
        case "--peers" -> peers = peers(value);
        case "--rows" -> rows = words(value).stream().map(Row::of).toList();
        case "--rounds" -> rounds = number(name, value, 1, MOST_ROUNDS);
        case "--seconds" -> seconds = number(name, value, 1, MOST_SECONDS);
        case "--warm-up" -> warmUp = number(name, value, 0, MOST_SECONDS);
        case "--json" -> json = file(value);
        default -> throw new IllegalArgumentException("unknown option: " + name);
      }
    }
    return new Options(peers, rows, rounds, seconds, warmUp, json);
  }

  /** Ends the process with exit code 2, and says why, when they make no sense. */
  static Options orExit(String[] arguments) {
    try {
      return parse(List.of(arguments));
    } catch (IllegalArgumentException e) {
      System.err.println("bench/peers: " + e.getMessage() + "; see bench/peers --help");
      System.exit(2);
      throw e;
    }
  }

  private static List<String> words(String value) {
    var words = List.of(value.split(",", -1)).stream().map(String::strip).distinct().toList();
    if (words.contains("")) {
      throw new IllegalArgumentException(
          "a list is words with commas between them; found \"" + value + "\"");
    }
    return words;
  }

  private static List<String> peers(String value) {
    var words = words(value);
    for (var word : words) {
      if (!PEERS.contains(word)) {
        throw new IllegalArgumentException(
            "there is no peer \"%s\"; there are %s".formatted(word, String.join(",", PEERS)));
      }
    }
    return words;
  }

  private static int number(String option, String value, int least, int most) {
    try {
      var number = Integer.parseInt(value);
      if (number >= least && number <= most) return number;
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new IllegalArgumentException(
        "%s is %,d to %,d; found \"%s\"".formatted(option, least, most, value));
  }

  /** Its folder must be there: nobody wants to learn of that after an hour. */
  private static Path file(String value) {
    var file = CALLER.resolve(value).toAbsolutePath();
    var folder = file.getParent();
    if (value.isEmpty() || folder == null || !Files.isDirectory(folder)) {
      throw new IllegalArgumentException("--json is a file in a folder that exists; found " + file);
    }
    return file;
  }
}
