package org.stiffgrad.bench.report;

import java.util.ArrayList;
import java.util.List;

/** A table of text with right-aligned columns. */
public final class TextTable {
  private final List<String[]> rows = new ArrayList<>();
  private final int columns;

  public TextTable(String... header) {
    columns = header.length;
    rows.add(header);
  }

  /** Adds a row with a cell for each column. */
  public void add(String... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(
          "A row has %d cells; expected %d.".formatted(cells.length, columns));
    }
    rows.add(cells);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      for (int c = 0; c < columns; c++) {
        text.append(" ".repeat(width(c) - row[c].length() + (c > 0 ? 2 : 0))).append(row[c]);
      }
      text.append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
  }
}
