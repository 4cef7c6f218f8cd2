package org.stiffgrad.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.bench.report.Footnotes;
import org.stiffgrad.sensitivity.SensitivityStatistics;

/**
 * A case of the document's experiment: a result, or the reason why there is none.
 *
 * @param method the name of the gradient method
 * @param derivative the name of the source of derivatives
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GradientCase(
    int n,
    int parameters,
    String method,
    String derivative,
    @JsonUnwrapped @Nullable Result result,
    @Nullable String reason) {
  /** The columns of the results file. */
  static final String[] COLUMNS = {
    "n",
    "parameters",
    "method",
    "derivative",
    "backend",
    "median_seconds",
    "repetitions",
    "relative_gradient_error",
    "forward_steps",
    "reverse_steps",
    "counted_bytes",
    "published_seconds",
    "published_row",
    "ratio",
    "reason"
  };

  /** The columns of the table for people. */
  static final String[] TITLES = {
    "n",
    "parameters",
    "method",
    "derivative",
    "median seconds",
    "relative gradient error",
    "forward steps",
    "reverse steps",
    "bytes",
    "published seconds",
    "ratio",
    "published row, or why no result"
  };

  private static final String NOTHING = "-";

  /**
   * What was measured.
   *
   * @param relativeGradientError in the Euclidean norm, to a gradient of tight tolerance
   * @param forwardSteps accepted steps of the state, all solves together
   * @param reverseSteps accepted steps of the adjoint
   * @param countedBytes of all buffers that the computation took from the backend
   * @param publishedSeconds the document's fastest figure of this case, if it has one
   * @param publishedRow which figure that is
   * @param ratio published over measured seconds
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Result(
      double medianSeconds,
      int repetitions,
      double relativeGradientError,
      long forwardSteps,
      long reverseSteps,
      long countedBytes,
      @Nullable Double publishedSeconds,
      @Nullable String publishedRow,
      @Nullable Double ratio) {
    static Result of(
        double[] seconds,
        double relativeGradientError,
        SensitivityStatistics statistics,
        PublishedTimes.@Nullable Figure published) {
      double median = Norms.median(seconds);
      return new Result(
          median,
          seconds.length,
          relativeGradientError,
          statistics.forward().accepted(),
          statistics.reverse().accepted(),
          statistics.bytes(),
          published == null ? null : published.seconds(),
          published == null ? null : published.place(),
          published == null ? null : published.seconds() / median);
    }

    private @Nullable Object[] cells() {
      return new @Nullable Object[] {
        medianSeconds,
        repetitions,
        relativeGradientError,
        forwardSteps,
        reverseSteps,
        countedBytes,
        publishedSeconds,
        publishedRow,
        ratio
      };
    }

    private List<String> texts() {
      return List.of(
          format("%.4g", medianSeconds),
          format("%.1e", relativeGradientError),
          Long.toString(forwardSteps),
          Long.toString(reverseSteps),
          Long.toString(countedBytes),
          text(publishedSeconds, value -> format("%.4g", value)),
          text(ratio, value -> format("%.2f", value)));
    }

    /** All of it in one cell. */
    String shortText() {
      return "%s / %s s / %d + %d / %d B"
          .formatted(
              format("%.1e", relativeGradientError),
              format("%.3g", medianSeconds),
              forwardSteps,
              reverseSteps,
              countedBytes);
    }
  }

  /** Cells of the results file; those without a value are empty. */
  List<@Nullable Object> cells(String backend) {
    List<@Nullable Object> cells = new ArrayList<>();
    Collections.addAll(cells, n, parameters, method, derivative, backend);
    int blanks = COLUMNS.length - cells.size() - 1;
    Collections.addAll(cells, result == null ? new @Nullable Object[blanks] : result.cells());
    cells.add(reason);
    return cells;
  }

  /** Cells of the table for people; reasons stand below it. */
  String[] texts(Footnotes reasons) {
    List<String> texts = new ArrayList<>();
    Collections.addAll(
        texts, Integer.toString(n), Integer.toString(parameters), method, derivative);
    texts.addAll(
        result == null
            ? Collections.nCopies(TITLES.length - texts.size() - 1, NOTHING)
            : result.texts());
    texts.add(
        result == null
            ? "none " + reasons.mark(String.valueOf(reason))
            : text(result.publishedRow(), row -> row));
    return texts.toArray(String[]::new);
  }

  private static <T> String text(@Nullable T value, Function<T, String> format) {
    return value == null ? NOTHING : format.apply(value);
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
