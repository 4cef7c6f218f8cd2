package org.stiffgrad.bench.compare;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.stiffgrad.bench.report.GroupedBars;

/**
 * The rates of kernels as bars: a chart for each kernel, a group of bars for each size, a bar for
 * each backend, and a line for the roofline. Kernels whose operations are not counted are drawn in
 * calls a second.
 */
public final class ComparisonPlot {
  private static final double NANOS = 1e9;

  private ComparisonPlot() {}

  /**
   * A bar.
   *
   * @param bound what the roofline allows; not a number where operations are not counted
   */
  private record Bar(String kernel, String size, String backend, double rate, double bound) {}

  /** Draws a PNG of the rows that have a result. */
  public static void write(OutputStream stream, List<KernelRow> rows) throws IOException {
    List<Bar> bars = bars(rows);
    GroupedBars.write(
        stream,
        bars.stream().map(Bar::kernel).distinct().map(kernel -> group(kernel, bars)).toList());
  }

  private static List<Bar> bars(List<KernelRow> rows) {
    List<Bar> bars = new ArrayList<>();
    for (KernelRow row : rows) {
      KernelRow.Result result = row.result();
      if (result != null) {
        KernelRow.Rates rates = result.rates();
        double rate = rates == null ? NANOS / result.nanoseconds() : rates.gigaflopsPerSecond();
        double bound = rates == null ? Double.NaN : rate / rates.rooflineShare();
        bars.add(new Bar(row.kernel(), row.size(), row.backend(), rate, bound));
      }
    }
    return bars;
  }

  private static GroupedBars.Group group(String kernel, List<Bar> all) {
    List<Bar> bars = all.stream().filter(bar -> bar.kernel().equals(kernel)).toList();
    List<String> sizes = bars.stream().map(Bar::size).distinct().toList();
    Map<String, List<Double>> series = new LinkedHashMap<>();
    for (String backend : bars.stream().map(Bar::backend).distinct().toList()) {
      List<Bar> ofBackend = bars.stream().filter(bar -> bar.backend().equals(backend)).toList();
      series.put(backend, values(sizes, ofBackend, Bar::rate));
    }
    boolean counted = !Double.isNaN(bars.get(0).bound());
    return new GroupedBars.Group(
        kernel,
        counted ? "GFLOP/s" : "calls a second",
        sizes,
        series,
        counted ? values(sizes, bars, Bar::bound) : List.of(),
        "roofline");
  }

  /** The value of the first bar of each size; zero, which draws none, where there is none. */
  private static List<Double> values(
      List<String> sizes, List<Bar> bars, ToDoubleFunction<Bar> value) {
    return sizes.stream()
        .map(
            size ->
                bars.stream()
                    .filter(bar -> bar.size().equals(size))
                    .mapToDouble(value)
                    .findFirst()
                    .orElse(0))
        .toList();
  }
}
