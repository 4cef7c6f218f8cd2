package org.stiffgrad.bench;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Locale;
import org.stiffgrad.backend.profile.KernelProfile;
import org.stiffgrad.bench.report.TextTable;
import org.stiffgrad.roofline.Roofline;

/**
 * The JSON document of the command {@code profile}. Times are in seconds of the wall clock, those
 * of kernels for one gradient.
 *
 * @param gradients how many were computed with counters, and as many without
 * @param seconds the median time of a gradient without counters
 * @param overhead the share by which counting lengthens a gradient, in processor time: the median
 *     over pairs of one gradient with and one without counters
 * @param processorShare the share of the time of the counted gradients in which their thread ran;
 *     the rest it waited, or other processes had the processor
 * @param peakFlopsPerSecond fused multiply-adds in registers
 * @param kernels the longest time first
 * @param outside the time of a gradient that is spent in no kernel
 */
record ProfileReport(
    @JsonUnwrapped TaskReport task,
    int gradients,
    double seconds,
    double overhead,
    double processorShare,
    double peakFlopsPerSecond,
    List<Kernel> kernels,
    Outside outside,
    FlightRecording recording) {
  private static final double GIGA = 1e9;
  private static final String NOTHING = "-";

  /**
   * A kernel.
   *
   * @param calls for one gradient
   * @param seconds for one gradient
   * @param share of the gradient's time
   * @param flopsPerSecond floating-point operations that are needed, each second
   * @param bytesPerSecond bytes that are needed, each second
   * @param triadBytesPerSecond what a triad attains on as many bytes as a call needs
   * @param roofline the least time by the two limits, over the time it took
   */
  record Kernel(
      String name,
      double calls,
      double seconds,
      double share,
      double nanosecondsPerCall,
      double flopsPerSecond,
      double bytesPerSecond,
      double triadBytesPerSecond,
      double roofline) {
    /**
     * @param gradients how many gradients the profile is of
     * @param gradientSeconds the time of one of them
     */
    static Kernel of(
        KernelProfile profile, int gradients, double gradientSeconds, Roofline roofline) {
      double seconds = profile.seconds() / gradients;
      double triad = roofline.bytesPerSecond(profile.cost().bytes() / profile.calls());
      double least = profile.cost().leastSeconds(roofline.flopsPerSecond(), triad);
      return new Kernel(
          profile.name(),
          (double) profile.calls() / gradients,
          seconds,
          seconds / gradientSeconds,
          profile.seconds() / profile.calls() * GIGA,
          profile.flopsPerSecond(),
          profile.bytesPerSecond(),
          triad,
          least / profile.seconds());
    }

    private String[] cells() {
      return new String[] {
        name,
        format("%.0f", calls),
        format("%.3g", seconds * 1e3),
        percent(share),
        format("%.0f", nanosecondsPerCall),
        flopsPerSecond == 0 ? NOTHING : format("%.2f", flopsPerSecond / GIGA),
        format("%.1f", bytesPerSecond / GIGA),
        format("%.0f %%", 100 * roofline)
      };
    }
  }

  /** What is left of a gradient's time. */
  record Outside(double seconds, double share) {}

  /** The table for people. */
  String text() {
    TextTable table =
        new TextTable(
            "kernel", "calls", "ms", "share", "ns a call", "GFLOP/s", "GB/s", "of roofline");
    kernels.forEach(kernel -> table.add(kernel.cells()));
    table.add(
        "outside kernels",
        NOTHING,
        format("%.3g", outside.seconds * 1e3),
        percent(outside.share),
        NOTHING,
        NOTHING,
        NOTHING,
        NOTHING);
    return String.format(
        Locale.ROOT,
        """
        a gradient takes %.4g s (median of %d); counting takes %.1f %% more
        the thread ran %.0f %% of the time
        %sroofline: %.1f GFLOP/s of multiply-adds, and of a triad on as many bytes as a call needs %s
        %d samples (%s) in %s
        flame graph %s
        """,
        seconds,
        gradients,
        100 * overhead,
        100 * processorShare,
        table,
        peakFlopsPerSecond / GIGA,
        bandwidths(),
        recording.samples(),
        recording.event(),
        recording.file(),
        recording.flameGraph());
  }

  private String bandwidths() {
    double[] all = kernels.stream().mapToDouble(Kernel::triadBytesPerSecond).sorted().toArray();
    return format("%.0f to ", all[0] / GIGA) + format("%.0f GB/s", all[all.length - 1] / GIGA);
  }

  private static String percent(double share) {
    return format("%.1f %%", 100 * share);
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
