package org.stiffgrad.gpu.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.stiffgrad.backend.Availability;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.gpu.GpuBackend;

/**
 * Measures a GPU and writes the figures into {@code docs/gpu.md}, in place of what follows its last
 * heading.
 *
 * <p>Arguments: the file, the backend's name, the command that the reader can repeat.
 */
final class DeviceReport {
  static final String HEADING = "## Measured on a device\n";

  /**
   * Which sizes to take.
   *
   * @param oracle grids with a reference gradient
   * @param orders of dense matrices
   * @param product the order of the product that forward sensitivity is compared with
   * @param stencils grids of stencil kernels
   * @param forward grids of forward sensitivity
   * @param gradients grids of whole gradients
   * @param largestOnCpu the largest of these that a CPU takes as well
   * @param repetitions gradients in a row, to see whether memory is held
   * @param secondsABatch of calls of a kernel whose time is taken
   */
  record Sizes(
      List<Integer> oracle,
      List<Integer> orders,
      int product,
      List<Integer> stencils,
      List<Integer> forward,
      List<Integer> gradients,
      int largestOnCpu,
      int repetitions,
      double secondsABatch) {
    static final Sizes FULL =
        new Sizes(
            List.of(2, 3, 4, 5, 8, 10, 17),
            List.of(256, 578, 1024, 2048, 4608, 8192),
            4096,
            List.of(256, 1024, 2048, 4096),
            List.of(16, 24, 32),
            List.of(8, 17, 24, 32, 48, 64),
            48,
            1000,
            0.02);
  }

  private DeviceReport() {}

  public static void main(String[] arguments) throws IOException {
    Backends backends = Backends.discover();
    try (ComputeBackend backend = backends.select(arguments[1]).open()) {
      if (!(backend instanceof GpuBackend gpu)) {
        throw new IllegalArgumentException(
            "The backend %s is not one of a GPU.".formatted(backend.name()));
      }
      Optional<ComputeBackend> cpu =
          backends.entries().stream()
              .filter(entry -> entry.name().equals("simd"))
              .filter(entry -> entry.availability() instanceof Availability.Available)
              .findFirst()
              .map(entry -> backends.select(entry.name()).open());
      write(Path.of(arguments[0]), report(gpu, cpu, Sizes.FULL, arguments[2]));
      cpu.ifPresent(ComputeBackend::close);
    }
  }

  /** Puts the figures in place of those in the file. */
  static void write(Path file, String figures) throws IOException {
    String text = Files.readString(file);
    int heading = text.indexOf(HEADING);
    if (heading < 0) {
      throw new IllegalArgumentException(
          "The file %s has no line \"%s\", after which the figures belong."
              .formatted(file, HEADING.trim()));
    }
    Files.writeString(file, text.substring(0, heading) + HEADING + "\n" + figures);
  }

  /** The figures as Markdown. */
  static String report(GpuBackend gpu, Optional<ComputeBackend> cpu, Sizes sizes, String command) {
    KernelFigures kernels = new KernelFigures(gpu, sizes.secondsABatch);
    GradientFigures gradients = new GradientFigures(gpu);
    StringBuilder text = new StringBuilder();
    text.append(
        """
        %s, Java %s, %s; backend `%s`: %s. Command: `%s`.
        Times are the best of several, wall clock, with everything on the device done; the CPU's are those of one core.

        """
            .formatted(
                LocalDate.now(ZoneOffset.UTC),
                Runtime.version(),
                System.getProperty("os.name"),
                gpu.name(),
                gpu.description(),
                command));
    section(text, "Relative errors of gradients", () -> gradients.errors(sizes.oracle));
    section(text, "Copies between host and device", () -> gradients.copies(5));
    section(text, "Dense algebra", () -> kernels.dense(sizes.orders));
    section(text, "Stencil kernels", () -> kernels.stencils(sizes.stencils));
    section(
        text,
        "Forward sensitivity",
        () -> gradients.forwardSensitivity(sizes.forward, kernels.productRate(sizes.product)));
    section(
        text,
        "Whole gradients, `gauss-adjoint`",
        () -> gradients.gradients(sizes.gradients, sizes.largestOnCpu, cpu));
    section(text, "Memory", () -> gradients.memory(sizes.repetitions));
    return text.toString();
  }

  /** A figure. */
  private interface Figure {
    String measure();
  }

  private static void section(StringBuilder text, String title, Figure figure) {
    System.err.println(title + " ...");
    text.append("### ").append(title).append("\n\n").append(figure.measure()).append('\n');
  }
}
