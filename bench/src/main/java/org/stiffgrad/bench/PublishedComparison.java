package org.stiffgrad.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** Measured cases against every published figure of their method and derivatives. */
final class PublishedComparison {
  private final List<Pair> pairs;

  /** A figure and what was measured for it, if that was done. */
  private record Pair(PublishedTimes.Figure figure, @Nullable Double seconds) {
    @Nullable Double ratio() {
      return seconds == null ? null : figure.seconds() / seconds;
    }
  }

  /**
   * The comparison in numbers; a ratio is published over measured seconds.
   *
   * @param figures how many figures are published
   * @param covered how many of them were measured here
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Summary(
      int figures, int covered, @Nullable Double leastRatio, @Nullable Double geometricMeanRatio) {
    /** One line for people. */
    String text() {
      String covers = "published figures covered: %d of %d".formatted(covered, figures);
      return leastRatio == null
          ? covers
          : String.format(
              Locale.ROOT,
              "%s, least ratio %.2f, geometric mean %.2f",
              covers,
              leastRatio,
              geometricMeanRatio);
    }
  }

  PublishedComparison(PublishedTimes published, List<GradientCase> cases) {
    pairs =
        published.figures().stream()
            .map(figure -> new Pair(figure, seconds(figure, cases)))
            .toList();
  }

  private static @Nullable Double seconds(PublishedTimes.Figure figure, List<GradientCase> cases) {
    return cases.stream()
        .filter(row -> row.n() == figure.n())
        .filter(row -> row.method().equals(figure.method()))
        .filter(row -> row.derivative().equals(figure.derivative()))
        .map(GradientCase::result)
        .filter(Objects::nonNull)
        .findFirst()
        .map(GradientCase.Result::medianSeconds)
        .orElse(null);
  }

  Summary summary() {
    List<Double> ratios = pairs.stream().map(Pair::ratio).filter(Objects::nonNull).toList();
    Optional<Double> least = ratios.stream().min(Double::compare);
    double meanLogarithm = ratios.stream().mapToDouble(Math::log).average().orElse(0);
    return new Summary(
        pairs.size(),
        ratios.size(),
        least.orElse(null),
        least.isPresent() ? Math.exp(meanLogarithm) : null);
  }

  /** Writes a line for each figure; what was not measured is left empty. */
  void writeCsv(OutputStream stream) throws IOException {
    Writer writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
    CSVPrinter printer =
        new CSVPrinter(writer, CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get());
    printer.printRecord(
        "table", "row", "n", "method", "derivative", "published_seconds", "seconds", "ratio");
    for (Pair pair : pairs) {
      PublishedTimes.Figure figure = pair.figure();
      printer.printRecord(
          figure.table(),
          figure.row(),
          figure.n(),
          figure.method(),
          figure.derivative(),
          figure.seconds(),
          pair.seconds(),
          pair.ratio());
    }
    printer.flush();
  }
}
