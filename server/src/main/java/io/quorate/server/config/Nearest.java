package io.quorate.server.config;

import java.util.Collection;
import java.util.Comparator;

/** The known name that a mistyped one probably meant. */
final class Nearest {
  private Nearest() {}

  /**
   * A name with the same last part comes first ({@code data_dir} means {@code node.data_dir}), then
   * the fewest edits.
   */
  static String to(String found, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.<String>comparingInt(name -> name.endsWith("." + found) ? 0 : 1)
                .thenComparingInt(name -> edits(found, name))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  /** Levenshtein distance. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replace = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
