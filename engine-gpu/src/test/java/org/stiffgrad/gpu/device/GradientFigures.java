package org.stiffgrad.gpu.device;

import static org.stiffgrad.gpu.device.Table.number;
import static org.stiffgrad.gpu.device.Table.percent;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.KernelCost;
import org.stiffgrad.backend.profile.KernelProfile;
import org.stiffgrad.backend.profile.ProfiledBackend;
import org.stiffgrad.gpu.GpuBackend;
import org.stiffgrad.gpu.runtime.TransferCounts;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.sensitivity.FiniteDifferences;
import org.stiffgrad.sensitivity.ForwardSensitivity;
import org.stiffgrad.sensitivity.GaussAdjoint;
import org.stiffgrad.sensitivity.Gradient;
import org.stiffgrad.sensitivity.Oracle;
import org.stiffgrad.sensitivity.SensitivityMethod;
import org.stiffgrad.sensitivity.SensitivityMethods;
import org.stiffgrad.sensitivity.SensitivityOptions;

/** Whole gradients of the document's problem: errors, times, copies and memory. */
final class GradientFigures {
  private static final Objective LOSS =
      Objective.halfSquaredDistance(
          1.0, IntStream.rangeClosed(0, 10).mapToDouble(i -> i / 10.0).toArray());

  private final GpuBackend backend;

  GradientFigures(GpuBackend backend) {
    this.backend = backend;
  }

  private static Gradient gradient(SensitivityMethod method, int n, ComputeBackend on) {
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(n));
    return method.gradient(problem, LOSS, SolverOptions.defaults(), on);
  }

  /** All methods but finite differences, which solve once or twice for each parameter. */
  private static List<SensitivityMethod> methods() {
    return SensitivityMethods.all().stream()
        .filter(method -> !(method instanceof FiniteDifferences))
        .toList();
  }

  private static long steps(Gradient gradient) {
    return gradient.statistics().forward().accepted() + gradient.statistics().reverse().accepted();
  }

  /** Relative errors against the reference gradients. */
  String errors(List<Integer> sizes) {
    List<SensitivityMethod> methods = methods();
    String[] header = new String[1 + methods.size()];
    header[0] = "N";
    for (int k = 0; k < methods.size(); k++) {
      header[1 + k] = methods.get(k).name();
    }
    Table table = new Table(header);
    for (int n : sizes) {
      String[] row = new String[header.length];
      row[0] = Integer.toString(n);
      for (int k = 0; k < methods.size(); k++) {
        double[] found = gradient(methods.get(k), n, backend).parameters();
        row[1 + k] = number(Oracle.relativeError(found, Oracle.parameterGradient(n)));
      }
      table.add(row);
    }
    return table.toString();
  }

  /** Copies between host and device for each accepted step of a gradient, of either pass. */
  String copies(int n) {
    Table table =
        new Table("method", "accepted steps", "downloads a step", "bytes a step", "uploads in all");
    for (SensitivityMethod method : methods()) {
      gradient(method, n, backend);
      TransferCounts before = backend.transfers();
      long steps = steps(gradient(method, n, backend));
      TransferCounts copies = backend.transfers().since(before);
      table.add(
          method.name(),
          Long.toString(steps),
          number((double) copies.downloads() / steps),
          number((double) copies.downloadedBytes() / steps),
          Long.toString(copies.uploads()));
    }
    return table.toString();
  }

  /** Forward sensitivity: its rate over the whole solve, and its share of a product's rate. */
  String forwardSensitivity(List<Integer> sizes, double product) {
    Table table =
        new Table(
            "N",
            "states",
            "columns",
            "products",
            "steps",
            "seconds",
            "TFLOP/s",
            "dgemm TFLOP/s",
            "share");
    for (int n : sizes) {
      for (SensitivityOptions.Products products : SensitivityOptions.Products.values()) {
        addForwardSensitivity(table, n, products, product);
      }
    }
    return table.toString();
  }

  private void addForwardSensitivity(
      Table table, int n, SensitivityOptions.Products products, double product) {
    SensitivityMethod method =
        new ForwardSensitivity(
            new SymbolicDerivatives(), SensitivityOptions.defaults().withProducts(products));
    ProfiledBackend profiled = new ProfiledBackend(backend);
    Gradient gradient = gradient(method, n, profiled);
    double flops =
        profiled.profiles().stream().map(KernelProfile::cost).mapToDouble(KernelCost::flops).sum();
    double seconds = Clock.once(backend, () -> gradient(method, n, backend));
    table.add(
        Integer.toString(n),
        Integer.toString(2 * n * n),
        Integer.toString(gradient.parameters().length),
        products.name().toLowerCase(Locale.ROOT),
        Long.toString(steps(gradient)),
        number(seconds),
        number(flops / seconds * 1e-12),
        number(product * 1e-12),
        percent(flops / seconds / product));
  }

  /** Whole gradients beside one core of a CPU, where that does not take minutes. */
  String gradients(List<Integer> sizes, int largestOnCpu, Optional<ComputeBackend> cpu) {
    Table table =
        new Table(
            "N",
            "states",
            "steps",
            "seconds",
            "MiB",
            cpu.map(ComputeBackend::name).orElse("CPU") + " seconds",
            "ratio");
    SensitivityMethod method = new GaussAdjoint();
    for (int n : sizes) {
      Gradient first = gradient(method, n, backend);
      double seconds = Clock.once(backend, () -> gradient(method, n, backend));
      boolean compares = cpu.isPresent() && n <= largestOnCpu;
      /* A warm-up of the JIT compiler, where a gradient is short. */
      if (compares && n <= 17) {
        gradient(method, n, cpu.get());
      }
      double onCpu =
          compares ? Clock.once(cpu.get(), () -> gradient(method, n, cpu.get())) : Double.NaN;
      table.add(
          Integer.toString(n),
          Integer.toString(2 * n * n),
          Long.toString(steps(first)),
          number(seconds),
          number(first.statistics().bytes() / (double) (1 << 20)),
          compares ? number(onCpu) : "",
          compares ? number(onCpu / seconds) : "");
    }
    return table.toString();
  }

  /**
   * What the device has free before and after so many gradients, without the blocks that are kept
   * for the next.
   */
  String memory(int count) {
    gradient(new GaussAdjoint(), 3, backend);
    long before = backend.runtime().freeBytes();
    for (int k = 0; k < count; k++) {
      gradient(new GaussAdjoint(), 3, backend);
    }
    long after = backend.runtime().freeBytes();
    return "Free device memory before %d gradients: %d bytes; after them: %d bytes.%n"
        .formatted(count, before, after);
  }
}
