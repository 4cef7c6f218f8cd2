package org.stiffgrad.gpu.device;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A table in Markdown. */
final class Table {
  private final List<String> lines = new ArrayList<>();
  private final int columns;

  Table(String... header) {
    columns = header.length;
    add(header);
    lines.add("|" + String.join("|", Collections.nCopies(columns, "---")) + "|");
  }

  /** Adds a row. */
  void add(String... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(
          "A table of %d columns cannot take a row of %d.".formatted(columns, cells.length));
    }
    lines.add("| " + String.join(" | ", cells) + " |");
  }

  /** A number with three digits. */
  static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }

  /** A share of a whole. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
