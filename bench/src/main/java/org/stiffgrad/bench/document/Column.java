package org.stiffgrad.bench.document;

import static org.stiffgrad.bench.document.Section.AD_CHOICE;
import static org.stiffgrad.bench.document.Section.BACKENDS;
import static org.stiffgrad.bench.document.Section.COLD;
import static org.stiffgrad.bench.document.Section.MEMORY;
import static org.stiffgrad.bench.document.Section.VJP_CHOICE;
import static org.stiffgrad.bench.document.Section.WORK_PRECISION;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.bench.settings.Numbers;
import org.stiffgrad.bench.settings.Texts;

/**
 * A column of the tables.
 *
 * @param csvName its name in the CSV file
 * @param title its heading
 * @param format of a number that is not whole
 * @param value of a row: a text, a number, or nothing
 * @param sections whose tables have it
 */
record Column(
    String csvName,
    String title,
    String format,
    Function<Outcome, @Nullable Object> value,
    Set<Section> sections) {
  private static final String USUAL = "%.3g";

  /** In place of a format: as few digits as tell the number from others. */
  private static final String SHORTEST = "";

  private static final Set<Section> PUBLISHED = EnumSet.of(AD_CHOICE, VJP_CHOICE);

  private static final Set<Section> TIMED =
      EnumSet.of(AD_CHOICE, VJP_CHOICE, WORK_PRECISION, BACKENDS);

  static final Column PARAMETERS =
      new Column(
          "parameters",
          "parameters",
          outcome -> outcome.row().key().parameters(),
          EnumSet.of(AD_CHOICE, VJP_CHOICE, BACKENDS, MEMORY, COLD));

  static final Column MEDIAN_SECONDS =
      new Column(
          "median_seconds",
          "median, s",
          ofMeasured(CaseResult.Measurement::medianSeconds),
          EnumSet.allOf(Section.class));

  static final Column ERROR =
      new Column(
          "relative_gradient_error",
          "gradient error",
          "%.1e",
          ofMeasured(CaseResult.Measurement::relativeGradientError),
          EnumSet.allOf(Section.class));

  /** All of them, in the order in which tables have them. */
  static final List<Column> ALL =
      List.of(
          new Column(
              "experiment", "experiment", outcome -> outcome.row().section().word(), Set.of()),
          new Column(
              "row",
              "row",
              outcome -> outcome.row().label(),
              EnumSet.of(AD_CHOICE, VJP_CHOICE, MEMORY)),
          new Column("method", "method", outcome -> outcome.row().key().method(), TIMED),
          new Column(
              "derivative",
              "derivatives",
              outcome -> outcome.row().key().derivative(),
              EnumSet.of(AD_CHOICE, VJP_CHOICE, MEMORY, COLD)),
          new Column(
              "backend", "backend", outcome -> outcome.row().key().backend(), EnumSet.of(BACKENDS)),
          new Column(
              "process", "process", outcome -> Texts.word(outcome.row().key().kind()), Set.of()),
          new Column("n", "N", outcome -> outcome.row().key().n(), EnumSet.allOf(Section.class)),
          PARAMETERS,
          new Column(
              "abstol",
              "abstol",
              SHORTEST,
              outcome -> outcome.row().key().abstol(),
              EnumSet.of(WORK_PRECISION)),
          new Column(
              "reltol",
              "reltol",
              SHORTEST,
              outcome -> outcome.row().key().reltol(),
              EnumSet.of(WORK_PRECISION)),
          new Column(
              "process_seconds",
              "process start to gradient, s",
              ofFresh(CaseResult.FreshProcess::processSeconds),
              EnumSet.of(COLD)),
          new Column(
              "first_seconds",
              "first call, s",
              ofFresh(CaseResult.FreshProcess::firstSeconds),
              EnumSet.of(MEMORY, COLD)),
          MEDIAN_SECONDS,
          new Column(
              "published_seconds", "published, s", of(PUBLISHED, Outcome::published), PUBLISHED),
          new Column("ratio", "published / here", "%.1f", of(PUBLISHED, Outcome::ratio), PUBLISHED),
          new Column(
              "least_seconds", "least, s", ofMeasured(CaseResult.Measurement::leastSeconds), TIMED),
          new Column(
              "greatest_seconds",
              "greatest, s",
              ofMeasured(CaseResult.Measurement::greatestSeconds),
              TIMED),
          new Column("repetitions", "calls", ofCount(CaseResult.Measurement::repetitions), TIMED),
          new Column("warm_seconds", "warm, s", Column::warmSeconds, EnumSet.of(COLD)),
          ERROR,
          new Column(
              "forward_steps",
              "forward steps",
              ofCount(CaseResult.Measurement::forwardSteps),
              TIMED),
          new Column(
              "reverse_steps",
              "reverse steps",
              ofCount(CaseResult.Measurement::reverseSteps),
              TIMED),
          new Column(
              "resident_before_mib",
              "resident before, MiB",
              ofFresh(fresh -> mebibytes(fresh.residentBefore())),
              EnumSet.of(MEMORY)),
          new Column(
              "resident_after_mib",
              "after, MiB",
              ofFresh(fresh -> mebibytes(fresh.residentAfter())),
              EnumSet.of(MEMORY)),
          new Column(
              "resident_growth_mib",
              "growth, MiB",
              ofFresh(CaseResult.FreshProcess::residentGrowth),
              EnumSet.of(MEMORY)),
          new Column(
              "published_growth_mib",
              "published growth, MiB",
              of(EnumSet.of(MEMORY), Outcome::published),
              EnumSet.of(MEMORY)),
          new Column(
              "growth_ratio",
              "published / here",
              "%.1f",
              of(EnumSet.of(MEMORY), Outcome::ratio),
              EnumSet.of(MEMORY)),
          new Column(
              "resident_peak_mib",
              "peak, MiB",
              ofFresh(fresh -> mebibytes(fresh.residentPeak())),
              EnumSet.of(MEMORY)),
          new Column(
              "heap_growth_mib",
              "growth of live heap, MiB",
              ofFresh(CaseResult.FreshProcess::heapGrowth),
              EnumSet.of(MEMORY)),
          new Column(
              "counted_mib",
              "buffers, MiB",
              ofMeasured(measured -> mebibytes(measured.countedBytes())),
              EnumSet.of(MEMORY)),
          new Column("reason", "why no result", Outcome::reason, Set.of()));

  /** One whose numbers have as many digits as a measurement deserves. */
  Column(
      String csvName,
      String title,
      Function<Outcome, @Nullable Object> value,
      Set<Section> sections) {
    this(csvName, title, USUAL, value, sections);
  }

  /** A value in rows of some sections, nothing in others. */
  private static Function<Outcome, @Nullable Object> of(
      Set<Section> sections, Function<Outcome, @Nullable Double> value) {
    return outcome -> sections.contains(outcome.row().section()) ? value.apply(outcome) : null;
  }

  private static Function<Outcome, @Nullable Object> ofMeasured(
      ToDoubleFunction<CaseResult.Measurement> number) {
    return outcome -> {
      CaseResult.Measurement measurement = outcome.measurement();
      return measurement == null ? null : number.applyAsDouble(measurement);
    };
  }

  private static Function<Outcome, @Nullable Object> ofCount(
      ToLongFunction<CaseResult.Measurement> number) {
    return outcome -> {
      CaseResult.Measurement measurement = outcome.measurement();
      return measurement == null ? null : number.applyAsLong(measurement);
    };
  }

  private static Function<Outcome, @Nullable Object> ofFresh(
      ToDoubleFunction<CaseResult.FreshProcess> number) {
    return outcome -> {
      CaseResult.FreshProcess fresh = outcome.fresh();
      return fresh == null ? null : number.applyAsDouble(fresh);
    };
  }

  private static @Nullable Object warmSeconds(Outcome outcome) {
    CaseResult warm = outcome.warm();
    CaseResult.Measurement measurement = warm == null ? null : warm.measurement();
    return measurement == null ? null : measurement.medianSeconds();
  }

  private static double mebibytes(long bytes) {
    return bytes / (double) (1 << 20);
  }

  /** The columns of a table. */
  static List<Column> of(Section section) {
    return ALL.stream().filter(column -> column.sections.contains(section)).toList();
  }

  /** Its value: a text, a number, or nothing. */
  @Nullable Object value(Outcome outcome) {
    return value.apply(outcome);
  }

  /** Its value for people. */
  String text(Outcome outcome) {
    Object found = value(outcome);
    if (found instanceof Double number) {
      return format.equals(SHORTEST)
          ? Numbers.shortText(number)
          : String.format(Locale.ROOT, format, number);
    }
    return found == null ? "" : found.toString();
  }
}
