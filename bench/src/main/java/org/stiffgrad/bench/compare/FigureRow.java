package org.stiffgrad.bench.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.bench.report.Footnotes;

/**
 * A figure with its goal: its value, or the reason why it has none.
 *
 * @param goalIsLeast whether the value should be at least the goal, rather than at most
 * @param least of the values of single iterations
 * @param greatest of the same
 * @param measured what the value was computed from, if it is a ratio
 * @param reference what it was compared with
 * @param unit of both
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FigureRow(
    String figure,
    @Nullable Double value,
    double goal,
    boolean goalIsLeast,
    @Nullable Boolean met,
    @Nullable Double least,
    @Nullable Double greatest,
    @Nullable Double measured,
    @Nullable Double reference,
    @Nullable Unit unit,
    @Nullable String reason) {
  /** What a ratio is one of. */
  public enum Unit {
    SECONDS,
    RELATIVE_ERROR
  }

  /** The columns of the file of figures. */
  static final String[] COLUMNS = {
    "figure",
    "value",
    "goal",
    "goal_is_least",
    "met",
    "least",
    "greatest",
    "measured",
    "reference",
    "unit",
    "reason"
  };

  /** The columns of the tables for people. */
  static final String[] TITLES = {
    "figure", "value", "goal", "met", "range", "measured", "reference"
  };

  private static final String NOTHING = "-";

  /** A row with a value. */
  public static FigureRow of(String figure, double value, boolean goalIsLeast, double goal) {
    boolean met = goalIsLeast ? value >= goal : value <= goal;
    return new FigureRow(figure, value, goal, goalIsLeast, met, null, null, null, null, null, null);
  }

  /** A row without one. */
  public static FigureRow none(String figure, boolean goalIsLeast, double goal, String reason) {
    return new FigureRow(
        figure, null, goal, goalIsLeast, null, null, null, null, null, null, reason);
  }

  /** The same with the numbers of which the value is the ratio. */
  public FigureRow ofParts(double ofMeasured, double ofReference, Unit of) {
    return new FigureRow(
        figure,
        value,
        goal,
        goalIsLeast,
        met,
        least,
        greatest,
        ofMeasured,
        ofReference,
        of,
        reason);
  }

  /** The same with the range of the values of single iterations. */
  public FigureRow withSpread(double from, double to) {
    return new FigureRow(
        figure, value, goal, goalIsLeast, met, from, to, measured, reference, unit, reason);
  }

  List<@Nullable Object> cells() {
    return Arrays.asList(
        figure, value, goal, goalIsLeast, met, least, greatest, measured, reference, unit, reason);
  }

  /** Cells of a table for people; reasons stand below it. */
  List<String> texts(Footnotes reasons) {
    List<String> texts = new ArrayList<>();
    String wanted = (goalIsLeast ? ">= " : "<= ") + digits(goal);
    if (value == null) {
      Collections.addAll(texts, figure, "none " + reasons.mark(String.valueOf(reason)), wanted);
      texts.addAll(Collections.nCopies(TITLES.length - texts.size(), NOTHING));
    } else {
      Collections.addAll(
          texts,
          figure,
          digits(value),
          wanted,
          Boolean.TRUE.equals(met) ? "yes" : "no",
          least == null || greatest == null ? NOTHING : digits(least) + " to " + digits(greatest),
          part(measured),
          part(reference));
    }
    return texts;
  }

  private static String digits(double value) {
    if (value == Math.rint(value)) {
      return Long.toString((long) value);
    }
    return String.format(Locale.ROOT, Math.abs(value) < 0.01 ? "%.1e" : "%.3f", value)
        .replaceAll("0{1,2}$", "");
  }

  private String part(@Nullable Double part) {
    if (part == null) {
      return NOTHING;
    }
    return unit == Unit.SECONDS ? duration(part) : digits(part);
  }

  private static String duration(double seconds) {
    if (seconds >= 1) {
      return String.format(Locale.ROOT, "%.2f s", seconds);
    }
    return seconds >= 1e-3
        ? KernelRow.number(seconds * 1e3) + " ms"
        : KernelRow.number(seconds * 1e6) + " us";
  }
}
