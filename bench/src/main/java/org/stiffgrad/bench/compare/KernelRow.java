package org.stiffgrad.bench.compare;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.bench.jmh.Contestant;
import org.stiffgrad.bench.report.Footnotes;

/** A kernel at a size on a backend: what JMH measured, or the reason why there is nothing. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KernelRow(
    String kernel,
    String size,
    String backend,
    @JsonUnwrapped @Nullable Result result,
    @Nullable String reason) {
  private static final String[] COLUMNS = {
    "kernel",
    "size",
    "backend",
    "nanoseconds",
    "error_nanoseconds",
    "ratio_to_scalar",
    "ratio_to_openblas",
    "gigaflops_per_second",
    "gigabytes_per_second",
    "roofline_share",
    "peak_gigaflops_per_second",
    "triad_gigabytes_per_second",
    "reason"
  };

  /** The columns of the tables for people. */
  static final String[] TITLES = {
    "kernel",
    "size",
    "backend",
    "ns a call",
    "+-",
    "x scalar",
    "x openblas",
    "GFLOP/s",
    "GB/s",
    "roofline"
  };

  private static final String NOTHING = "-";

  /**
   * What was measured. Ratios are of times: above 1, this backend is the faster one. What does not
   * apply is null.
   *
   * @param errorNanoseconds half the 99.9 % confidence interval; none of fewer than three
   *     iterations
   * @param rates null if operations are not counted
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Result(
      double nanoseconds,
      @Nullable Double errorNanoseconds,
      @Nullable Double ratioToScalar,
      @Nullable Double ratioToOpenblas,
      @JsonUnwrapped @Nullable Rates rates) {
    private List<@Nullable Object> cells() {
      List<@Nullable Object> cells = new ArrayList<>();
      Collections.addAll(cells, nanoseconds, errorNanoseconds, ratioToScalar, ratioToOpenblas);
      cells.addAll(rates == null ? Collections.nCopies(Rates.COUNT, null) : rates.cells());
      return cells;
    }

    private List<String> texts() {
      List<String> texts =
          new ArrayList<>(
              List.of(
                  number(nanoseconds),
                  text(errorNanoseconds),
                  text(ratioToScalar),
                  text(ratioToOpenblas)));
      texts.addAll(rates == null ? Collections.nCopies(Rates.TEXTS, NOTHING) : rates.texts());
      return texts;
    }
  }

  /**
   * How fast that is, by the operations and bytes that the kernel asks for.
   *
   * @param rooflineShare the least time by the roofline, of the time taken
   */
  public record Rates(
      double gigaflopsPerSecond,
      double gigabytesPerSecond,
      double rooflineShare,
      double peakGigaflopsPerSecond,
      double triadGigabytesPerSecond) {
    private static final int COUNT = 5;
    private static final int TEXTS = 3;

    private List<Double> cells() {
      return List.of(
          gigaflopsPerSecond,
          gigabytesPerSecond,
          rooflineShare,
          peakGigaflopsPerSecond,
          triadGigabytesPerSecond);
    }

    private List<String> texts() {
      return List.of(
          number(gigaflopsPerSecond),
          number(gigabytesPerSecond),
          String.format(Locale.ROOT, "%.0f %%", 100 * rooflineShare));
    }
  }

  /**
   * A row with a result.
   *
   * @param others rows of the same kernel and size, for the ratios
   */
  public static KernelRow of(
      Contestant contestant,
      BenchmarkRunner.Score score,
      Yardstick yardstick,
      List<KernelRow> others) {
    double nanos = score.nanos();
    return new KernelRow(
        contestant.kernel().toString(),
        contestant.size(),
        contestant.backend(),
        new Result(
            nanos,
            Double.isFinite(score.error()) ? score.error() : null,
            ratio("scalar", contestant, nanos, others),
            ratio("openblas", contestant, nanos, others),
            yardstick.rates(nanos)),
        null);
  }

  private static @Nullable Double ratio(
      String backend, Contestant contestant, double nanos, List<KernelRow> others) {
    if (contestant.backend().equals(backend)) {
      return 1.0;
    }
    for (KernelRow row : others) {
      Result other = row.result();
      if (row.backend().equals(backend) && other != null) {
        return other.nanoseconds() / nanos;
      }
    }
    return null;
  }

  /** A row without one. */
  public static KernelRow none(Contestant contestant, String reason) {
    return new KernelRow(
        contestant.kernel().toString(), contestant.size(), contestant.backend(), null, reason);
  }

  /** The columns of the results file. */
  public static String[] columns() {
    return COLUMNS.clone();
  }

  /** Cells of the results file; those without a value are empty. */
  public List<@Nullable Object> cells() {
    List<@Nullable Object> cells = new ArrayList<>();
    Collections.addAll(cells, kernel, size, backend);
    int blanks = COLUMNS.length - cells.size() - 1;
    cells.addAll(result == null ? Collections.nCopies(blanks, null) : result.cells());
    cells.add(reason);
    return cells;
  }

  /** Cells of a table for people; reasons stand below it. */
  List<String> texts(Footnotes reasons) {
    List<String> texts = new ArrayList<>(List.of(kernel, size, backend));
    if (result == null) {
      texts.add("none " + reasons.mark(String.valueOf(reason)));
      texts.addAll(Collections.nCopies(TITLES.length - texts.size(), NOTHING));
    } else {
      texts.addAll(result.texts());
    }
    return texts;
  }

  private static String text(@Nullable Double value) {
    return value == null ? NOTHING : number(value);
  }

  /** Three significant digits, or all before the point. */
  static String number(double value) {
    double magnitude = Math.abs(value);
    int digits = magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : magnitude >= 0.1 ? 2 : 4;
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
