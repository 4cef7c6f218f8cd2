package org.stiffgrad.bench.compare;

import java.util.ArrayList;
import java.util.List;
import org.stiffgrad.bench.jmh.Contestant;
import org.stiffgrad.bench.jmh.Kernel;

/**
 * A figure that a backend is held to: how one kernel compares with another, by turns in one JVM.
 *
 * @param measured what is held to the goal
 * @param reference what it is compared with
 * @param goal the least or the most, as the measure has it
 */
public record Figure(Contestant measured, Contestant reference, Measure measure, double goal) {
  private static final String OPENBLAS = "openblas";
  private static final String SCALAR = "scalar";

  /** What is compared. */
  public enum Measure {
    /** How many times as fast the measured one is. */
    SPEED("times as fast as", true),
    /** How many times as long the measured one takes. */
    TIME("times as long as", false),
    /** Bytes that a call of the measured one allocates. */
    ALLOCATION("bytes allocated a call", false);

    private final String words;
    private final boolean isLeast;

    Measure(String words, boolean isLeast) {
      this.words = words;
      this.isLeast = isLeast;
    }

    double value(Duel duel) {
      return switch (this) {
        case SPEED -> duel.reference() / duel.measured();
        case TIME -> duel.measured() / duel.reference();
        case ALLOCATION -> duel.bytes();
      };
    }
  }

  /** The figures of a backend. */
  public static List<Figure> of(String backend) {
    List<Figure> figures = new ArrayList<>();
    for (String size : Kernel.GEMM.sizes()) {
      figures.add(faster(Kernel.GEMM, size, backend, OPENBLAS, 0.98));
    }
    for (String size : List.of("16", "32", "48", "64", "96", "128", "200", "288")) {
      figures.add(faster(Kernel.LU, size, backend, OPENBLAS, 1.1));
    }
    for (String size : List.of("578", "1152")) {
      figures.add(faster(Kernel.LU, size, backend, OPENBLAS, 1.05));
    }
    figures.add(faster(Kernel.SOLVE, "578x1156", backend, OPENBLAS, 1));
    for (String size : List.of("17", "64", "256")) {
      figures.add(faster(Kernel.RIGHT_HAND_SIDE, size, backend, SCALAR, 2));
    }
    Contestant large = new Contestant(Kernel.RIGHT_HAND_SIDE, "1024", backend);
    Contestant triad = new Contestant(Kernel.TRIAD, "1024", backend);
    figures.add(new Figure(large, triad, Measure.SPEED, 0.7));
    for (Kernel product : List.of(Kernel.JVP, Kernel.VJP)) {
      for (String size : List.of("17", "64", "256", "1024")) {
        figures.add(
            new Figure(
                new Contestant(product, size, backend),
                new Contestant(Kernel.RIGHT_HAND_SIDE, size, backend),
                Measure.TIME,
                1.6));
      }
    }
    figures.add(allocation(Kernel.GEMM, "578x578x1156", backend));
    figures.add(allocation(Kernel.LU, "578", backend));
    figures.add(allocation(Kernel.SOLVE, "578", backend));
    figures.add(allocation(Kernel.SOLVE, "578x1156", backend));
    figures.add(allocation(Kernel.STEP, "17", backend));
    return figures;
  }

  private static Figure faster(
      Kernel kernel, String size, String backend, String reference, double goal) {
    return new Figure(
        new Contestant(kernel, size, backend),
        new Contestant(kernel, size, reference),
        Measure.SPEED,
        goal);
  }

  private static Figure allocation(Kernel kernel, String size, String backend) {
    Contestant contestant = new Contestant(kernel, size, backend);
    return new Figure(contestant, contestant, Measure.ALLOCATION, 0);
  }

  /** What is asked, in words. */
  public String question() {
    String what = "%s %s, %s".formatted(measured.kernel(), measured.size(), measured.backend());
    return measure == Measure.ALLOCATION
        ? "%s: %s".formatted(what, measure.words)
        : "%s: %s %s".formatted(what, measure.words, referenceWords());
  }

  private String referenceWords() {
    if (reference.kernel() == Kernel.TRIAD) {
      return "a triad of as many bytes";
    }
    return measured.kernel() == reference.kernel()
        ? reference.backend()
        : "%s".formatted(reference.kernel());
  }

  /** The row of a result. */
  public FigureRow row(Duel duel) {
    double[] speeds = duel.speeds();
    double slowest = speeds[0];
    double fastest = speeds[speeds.length - 1];
    FigureRow row =
        FigureRow.of(question(), measure.value(duel), measure.isLeast, goal)
            .ofParts(duel.measured() * 1e-9, duel.reference() * 1e-9, FigureRow.Unit.SECONDS);
    return switch (measure) {
      case SPEED -> row.withSpread(slowest, fastest);
      case TIME -> row.withSpread(1 / fastest, 1 / slowest);
      case ALLOCATION -> row;
    };
  }

  /** The row if there is no result. */
  public FigureRow none(String reason) {
    return FigureRow.none(question(), measure.isLeast, goal, reason);
  }
}
