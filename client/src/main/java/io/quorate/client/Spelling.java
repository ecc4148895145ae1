package io.quorate.client;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Errors about unknown names that say which name was probably meant. */
final class Spelling {
  private Spelling() {}

  static IllegalArgumentException unknown(String what, String found, Collection<String> valid) {
    var nearest =
        valid.stream()
            .min(Comparator.comparingInt(name -> distance(found.toLowerCase(Locale.ROOT), name)))
            .orElseThrow();
    return new IllegalArgumentException(
        "unknown %s \"%s\"; did you mean \"%s\"? Valid: %s"
            .formatted(what, found, nearest, String.join(", ", valid)));
  }

  /** Levenshtein: how many characters must be inserted, deleted or replaced. */
  private static int distance(String from, String to) {
    var row = new int[to.length() + 1];
    for (var j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (var i = 1; i <= from.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j <= to.length(); j++) {
        var replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
