package org.stiffgrad.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A row of the document's experiment.
 *
 * @param relativeGradientError in the Euclidean norm, to a gradient of tight tolerance
 * @param publishedSeconds the document's fastest figure of the method at this size, if it has one
 * @param publishedRow which figure that is
 * @param ratio published over measured seconds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GradientCase(
    int n,
    int parameters,
    String method,
    double medianSeconds,
    int repetitions,
    double relativeGradientError,
    @Nullable Double publishedSeconds,
    @Nullable String publishedRow,
    @Nullable Double ratio) {

  static GradientCase of(
      int n,
      int parameters,
      String method,
      double[] seconds,
      double relativeGradientError,
      PublishedTimes.@Nullable Figure published) {
    double median = Norms.median(seconds);
    return new GradientCase(
        n,
        parameters,
        method,
        median,
        seconds.length,
        relativeGradientError,
        published == null ? null : published.seconds(),
        published == null ? null : published.row(),
        published == null ? null : published.seconds() / median);
  }

  /** Cells of the results file; those without a value are empty. */
  @Nullable Object[] cells(String backend) {
    return new @Nullable Object[] {
      n,
      parameters,
      method,
      backend,
      medianSeconds,
      repetitions,
      relativeGradientError,
      publishedSeconds,
      publishedRow,
      ratio
    };
  }

  /** Cells of the table for people. */
  String[] texts() {
    return new String[] {
      Integer.toString(n),
      Integer.toString(parameters),
      method,
      format("%.4g", medianSeconds),
      format("%.1e", relativeGradientError),
      publishedSeconds == null ? "-" : format("%.4g", publishedSeconds),
      ratio == null ? "-" : format("%.2f", ratio),
      publishedRow == null ? "-" : publishedRow
    };
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
