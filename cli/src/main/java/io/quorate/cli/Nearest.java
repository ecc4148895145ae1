package io.quorate.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known word that somebody most likely meant. */
public final class Nearest {
  private Nearest() {}

  /** The nearest by edits, when it is near enough to be worth saying. */
  public static Optional<String> to(String word, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(candidate -> edits(word, candidate)))
        .filter(best -> edits(word, best) <= Math.max(2, best.length() / 3));
  }

  /** {@code ; did you mean 'put'?}, or nothing. */
  public static String hint(String word, Collection<String> known) {
    return to(word, known).map(best -> "; did you mean '" + best + "'?").orElse("");
  }

  // Levenshtein's distance, one row at a time.
  private static int edits(String from, String to) {
    var row = new int[to.length() + 1];
    for (var j = 0; j <= to.length(); j++) row[j] = j;
    for (var i = 1; i <= from.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j <= to.length(); j++) {
        var substitution = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
