package io.quorate.bench.compare;

import io.quorate.bench.turns.Arguments;
import io.quorate.bench.turns.Row;
import io.quorate.bench.turns.Turns;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bench/compare} is asked for.
 *
 * @param commit as git knows it; whether there is one is for the script to find out
 * @param loss in percent, past which a row fails
 * @param json a file for all rounds
 */
record Options(
    String commit, List<Row> rows, Turns.Lengths lengths, double loss, @Nullable Path json) {
  private static final List<Row> ROWS = List.of(Row.PUT_256, Row.PUT_1, Row.GET_256, Row.GET_1);

  private static final Pattern PERCENT = Pattern.compile("(\\d{1,2}(\\.\\d+)?)%?");

  /** Throws {@link IllegalArgumentException} when they make no sense. */
  static Options parse(List<String> arguments) {
    String commit = null;
    var rows = ROWS;
    var rounds = 5;
    var seconds = 10;
    var warmUp = 45;
    var loss = 10.0;
    Path json = null;
    for (var rest = arguments.iterator(); rest.hasNext(); ) {
      var name = rest.next();
      if (!name.startsWith("-")) {
        commit = onlyOne(commit, name);
        continue;
      }
      var value = rest.hasNext() ? rest.next() : "";
      switch (name) {
        case "--rows" -> rows = Arguments.rows(value);
        case "--rounds" -> rounds = Arguments.rounds(value);
        case "--seconds" -> seconds = Arguments.seconds(value);
        case "--warm-up" -> warmUp = Arguments.warmUp(value);
        case "--loss" -> loss = percent(value);
        case "--json" -> json = Arguments.json(value);
        default -> throw new IllegalArgumentException("unknown option: " + name);
      }
    }
    if (commit == null) {
      throw new IllegalArgumentException("it needs a commit to compare with, such as HEAD~1");
    }
    return new Options(commit, rows, new Turns.Lengths(rounds, seconds, warmUp), loss, json);
  }

  /** Ends the process with exit code 2, and says why, when they make no sense. */
  static Options orExit(String[] arguments) {
    return Arguments.orExit("bench/compare", () -> parse(List.of(arguments)));
  }

  private static String onlyOne(@Nullable String before, String commit) {
    if (before == null) return commit;
    throw new IllegalArgumentException(
        "it compares with one commit; found \"%s\" and \"%s\"".formatted(before, commit));
  }

  private static double percent(String value) {
    var percent = PERCENT.matcher(value);
    if (percent.matches()) return Double.parseDouble(percent.group(1));
    throw new IllegalArgumentException(
        "--loss is a percentage from 0 to less than 100; found \"" + value + "\"");
  }
}
