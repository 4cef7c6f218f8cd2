package org.stiffgrad.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The benchmark document's published seconds. Of the rows that belong to a method, which differ in
 * where derivatives come from, the fastest is taken.
 */
final class PublishedTimes {
  /** What the published names of a method begin with. */
  private static final Map<String, String> NAMES =
      Map.of(
          "gauss-adjoint", "GaussAdjoint/",
          "gauss-kronrod-adjoint", "GaussKronrodAdjoint/",
          "quadrature-adjoint", "QuadratureAdjoint/",
          "finite-differences", "numerical-differentiation");

  private final List<CSVRecord> records;

  /**
   * A published figure.
   *
   * @param row the table and the method that it stands for
   */
  record Figure(double seconds, String row) {}

  private PublishedTimes(List<CSVRecord> records) {
    this.records = records;
  }

  static PublishedTimes load() {
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setCommentMarker('#')
            .setHeader()
            .setSkipHeaderRecord(true)
            .get();
    try (InputStream stream =
            Objects.requireNonNull(
                PublishedTimes.class.getResourceAsStream("published_seconds.csv"));
        Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
        CSVParser parser = format.parse(reader)) {
      return new PublishedTimes(parser.getRecords());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fastest published figure of a method of this library at a grid size, if there is one. */
  Optional<Figure> fastest(String method, int n) {
    String name = NAMES.get(method);
    return records.stream()
        .filter(row -> name != null && row.get("method").startsWith(name))
        .filter(row -> Integer.parseInt(row.get("n")) == n)
        .map(
            row ->
                new Figure(
                    Double.parseDouble(row.get("seconds")),
                    row.get("method") + " (" + row.get("table") + ")"))
        .min(Comparator.comparingDouble(Figure::seconds));
  }
}
