package io.quorate.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns, two blanks apart, under a heading; no trailing blanks. */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  public Table(String... heading) {
    rows.add(List.of(heading));
  }

  public Table row(Object... cells) {
    var row = new ArrayList<String>();
    for (var cell : cells) row.add(String.valueOf(cell));
    rows.add(row);
    return this;
  }

  /** The lines, each ended by a line feed. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (var row : rows) {
      var line = new StringBuilder();
      for (var column = 0; column < row.size(); column++) {
        var cell = row.get(column);
        line.append(cell).repeat(' ', width(column) - cell.length() + 2);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
