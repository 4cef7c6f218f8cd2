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

/** The benchmark document's published seconds, each with the method of this library it is of. */
final class PublishedTimes {
  private static final Map<String, String> METHODS =
      Map.of(
          "GaussAdjoint", "gauss-adjoint",
          "GaussKronrodAdjoint", "gauss-kronrod-adjoint",
          "InterpolatingAdjoint", "interpolating-adjoint",
          "QuadratureAdjoint", "quadrature-adjoint",
          "forward-mode-dsaad", "forward-mode",
          "numerical-differentiation", "finite-differences");

  /**
   * What plays the role of the published source of derivatives here. Compiled code and rules become
   * symbolic derivatives; so does what the published rows without a source use.
   */
  private static final Map<String, String> DERIVATIVES =
      Map.of(
          "ad-jacobian", "dual",
          "user-jacobian", "user",
          "enzyme-vjp", "symbolic",
          "mooncake-vjp", "symbolic",
          "reversediff-vjp", "tape",
          "compiled-reversediff-vjp", "compiled-tape",
          "", "symbolic");

  private final List<Figure> figures;

  /**
   * A published figure.
   *
   * @param table the table it is in
   * @param row the name of its row there
   * @param method the method of this library that it is of
   * @param derivative the source of derivatives of this library that it is of
   */
  record Figure(String table, String row, int n, double seconds, String method, String derivative) {
    private static Figure of(CSVRecord line) {
      String row = line.get("method");
      return new Figure(
          line.get("table"),
          row,
          Integer.parseInt(line.get("n")),
          Double.parseDouble(line.get("seconds")),
          methodOf(row),
          derivativeOf(row));
    }

    /** Its row and table, for people. */
    String place() {
      return row + " (" + table + ")";
    }
  }

  private PublishedTimes(List<Figure> figures) {
    this.figures = figures;
  }

  static PublishedTimes load() {
    return new PublishedTimes(lines("published_seconds.csv").stream().map(Figure::of).toList());
  }

  /** The lines of a table that the document publishes. */
  static List<CSVRecord> lines(String resource) {
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setCommentMarker('#')
            .setHeader()
            .setSkipHeaderRecord(true)
            .get();
    try (InputStream stream =
            Objects.requireNonNull(PublishedTimes.class.getResourceAsStream(resource));
        Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
        CSVParser parser = format.parse(reader)) {
      return parser.getRecords();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The method of this library that a published row is of. */
  static String methodOf(String row) {
    return Objects.requireNonNull(METHODS.get(row.replaceFirst("/.*", "")), row);
  }

  /** The source of derivatives of this library that a published row is of. */
  static String derivativeOf(String row) {
    int slash = row.indexOf('/');
    return Objects.requireNonNull(DERIVATIVES.get(slash < 0 ? "" : row.substring(slash + 1)), row);
  }

  /** All figures. */
  List<Figure> figures() {
    return figures;
  }

  /**
   * The fastest figure of a method with a source of derivatives at a grid size, if there is one.
   */
  Optional<Figure> fastest(String method, String derivative, int n) {
    return figures.stream()
        .filter(figure -> figure.method().equals(method))
        .filter(figure -> figure.derivative().equals(derivative))
        .filter(figure -> figure.n() == n)
        .min(Comparator.comparingDouble(Figure::seconds));
  }
}
