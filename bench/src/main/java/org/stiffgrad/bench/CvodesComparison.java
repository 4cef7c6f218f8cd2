package org.stiffgrad.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.bench.compare.FigureRow;
import org.stiffgrad.bench.files.NumberFile;
import org.stiffgrad.bench.jmh.DocumentGradient;
import org.stiffgrad.bench.jmh.WarmUp;
import org.stiffgrad.bench.settings.InputException;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Numbers;
import org.stiffgrad.bench.settings.Settings;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.sensitivity.GaussAdjoint;
import org.stiffgrad.sensitivity.ReverseMode;
import org.stiffgrad.sensitivity.SensitivityMethod;

/**
 * Whole gradients by turns with CVODES, which runs as a process of its own with dense LAPACK at the
 * same tolerances and takes its own times. All times are by the clock, the best of all turns.
 */
final class CvodesComparison {
  private static final int N = 17;
  private static final int TURNS = 7;
  private static final int REPETITIONS = 3;

  private static final WarmUp WARM_UP = new WarmUp(1, 2.5);
  private static final double MOST_WARM_UP_SECONDS = 60;

  private static final long PATIENCE_SECONDS = 600;
  private static final Pattern SECONDS = Pattern.compile("\\bmin_s=(\\S+)");

  private final Optional<Path> program;
  private final String backend;

  /**
   * @param backend of the gradients that are compared
   */
  CvodesComparison(Settings settings, String backend) {
    program = settings.file(Key.COMPARE_CVODES);
    this.backend = backend;
    if (program.isPresent() && !Files.isExecutable(program.get())) {
      throw settings.refusal(Key.COMPARE_CVODES, "a program that can be executed");
    }
  }

  /** A figure that is asked here. */
  private enum Question {
    SPEED("gauss-adjoint", "times as fast as CVODES with dense LAPACK", true, 1),
    ERROR("gauss-adjoint", "gradient error, of that of CVODES", false, 0.1),
    REVERSE_SPEED("reverse-mode", "times as fast as CVODES with dense LAPACK", true, 1.5);

    private final String method;
    private final String words;
    private final boolean goalIsLeast;
    private final double goal;

    Question(String method, String words, boolean goalIsLeast, double goal) {
      this.method = method;
      this.words = words;
      this.goalIsLeast = goalIsLeast;
      this.goal = goal;
    }

    String text(String backend) {
      return "gradient %d, %s, %s: %s".formatted(N, backend, method, words);
    }

    FigureRow row(String backend, double value) {
      return FigureRow.of(text(backend), value, goalIsLeast, goal);
    }

    FigureRow none(String backend, String reason) {
      return FigureRow.none(text(backend), goalIsLeast, goal, reason);
    }
  }

  /** A gradient and the best seconds that it took. */
  private static final class Best {
    private double seconds = Double.POSITIVE_INFINITY;
    private double[] gradient = {};

    void take(double other, double[] result) {
      seconds = Math.min(seconds, other);
      gradient = result;
    }
  }

  /** The figures, with reasons in place of values if there is no such program or it fails. */
  List<FigureRow> rows() {
    if (program.isEmpty()) {
      return none(
          "no program was named that computes the gradient by CVODES; name one with %s"
              .formatted(Key.COMPARE_CVODES.option()));
    }
    try {
      return compare(program.get());
    } catch (RuntimeException e) {
      return none(Reasons.of(e));
    }
  }

  private List<FigureRow> none(String reason) {
    return Arrays.stream(Question.values()).map(each -> each.none(backend, reason)).toList();
  }

  private List<FigureRow> compare(Path peer) {
    DocumentGradient document = new DocumentGradient(N);
    Best gauss = new Best();
    Best reverse = new Best();
    Best other = new Best();
    take(peer, other);
    try (ComputeBackend open = Backends.open(backend)) {
      double unused =
          WARM_UP.of(
              () -> {
                document.by(new GaussAdjoint(), open);
                document.by(new ReverseMode(), open);
              },
              MOST_WARM_UP_SECONDS);
      for (int turn = 0; turn < TURNS; turn++) {
        take(document, new GaussAdjoint(), open, gauss);
        take(document, new ReverseMode(), open, reverse);
        take(peer, other);
      }
    }
    double[] reference = document.reference();
    double error = Norms.relativeError(gauss.gradient, reference);
    double errorOfPeer = Norms.relativeError(other.gradient, reference);
    return List.of(
        Question.SPEED
            .row(backend, other.seconds / gauss.seconds)
            .ofParts(gauss.seconds, other.seconds, FigureRow.Unit.SECONDS),
        Question.ERROR
            .row(backend, error / errorOfPeer)
            .ofParts(error, errorOfPeer, FigureRow.Unit.RELATIVE_ERROR),
        Question.REVERSE_SPEED
            .row(backend, other.seconds / reverse.seconds)
            .ofParts(reverse.seconds, other.seconds, FigureRow.Unit.SECONDS));
  }

  private static void take(
      DocumentGradient document, SensitivityMethod method, ComputeBackend open, Best best) {
    for (int k = 0; k < REPETITIONS; k++) {
      long start = System.nanoTime();
      double[] gradient = document.by(method, open);
      best.take((System.nanoTime() - start) * 1e-9, gradient);
    }
  }

  private static void take(Path peer, Best best) {
    try {
      Path folder = Files.createTempDirectory("stiffgrad-cvodes");
      Path printed = folder.resolve("printed.txt");
      Path gradient = folder.resolve("gradient.txt");
      try {
        run(peer, printed, gradient);
        Matcher seconds = SECONDS.matcher(Files.readString(printed));
        if (!seconds.find()) {
          throw new InputException(
              "%s printed no min_s=SECONDS; expected the program that the help describes."
                  .formatted(peer));
        }
        best.take(Numbers.finite(seconds.group(1)).orElse(Double.NaN), NumberFile.read(gradient));
      } finally {
        Files.deleteIfExists(printed);
        Files.deleteIfExists(gradient);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new InputException("%s could not be run: %s.".formatted(peer, e.getMessage()));
    }
  }

  private static void run(Path peer, Path printed, Path gradient) throws IOException {
    SolverOptions options = SolverOptions.defaults();
    List<String> command =
        List.of(
            peer.toString(),
            "--n",
            Integer.toString(N),
            "--method",
            "adjoint",
            "--linsol",
            "lapack",
            "--abstol",
            Double.toString(options.abstol()),
            "--reltol",
            Double.toString(options.reltol()),
            "--repeat",
            Integer.toString(REPETITIONS),
            "--out",
            gradient.toString());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
    builder.environment().put("OPENBLAS_NUM_THREADS", "1");
    builder.environment().put("OMP_NUM_THREADS", "1");
    Processes.run(builder, PATIENCE_SECONDS);
  }
}
