package org.stiffgrad.bench;

import java.util.List;
import org.apache.commons.csv.CSVRecord;

/** The benchmark document's published memory, each with the method of this library it is of. */
final class PublishedMemory {
  /**
   * A published figure.
   *
   * @param row the name of its row
   * @param mebibytes by how much the resident set grew
   */
  record Figure(String row, int n, double mebibytes, String method, String derivative) {
    private static Figure of(CSVRecord line) {
      String row = line.get("method");
      return new Figure(
          row,
          Integer.parseInt(line.get("n")),
          Double.parseDouble(line.get("delta_mib")),
          PublishedTimes.methodOf(row),
          PublishedTimes.derivativeOf(row));
    }
  }

  private PublishedMemory() {}

  /** All figures. */
  static List<Figure> load() {
    return PublishedTimes.lines("published_memory.csv").stream().map(Figure::of).toList();
  }
}
