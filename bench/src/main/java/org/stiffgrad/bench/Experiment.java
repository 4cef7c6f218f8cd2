package org.stiffgrad.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.sensitivity.GaussAdjoint;
import org.stiffgrad.sensitivity.Gradient;
import org.stiffgrad.sensitivity.SensitivityMethod;
import org.stiffgrad.sensitivity.SensitivityMethods;
import org.stiffgrad.sensitivity.SensitivityOptions;

/** Measures gradients of the document's problem on one backend. */
final class Experiment {
  /** The document's solver and tolerances. */
  static final SolverOptions OPTIONS = SolverOptions.defaults();

  /** Both tolerances of the gradient that errors are relative to. */
  static final double REFERENCE_TOLERANCE = 1e-11;

  private static final double NANOS = 1e-9;

  /** A case is warm when for this long its calls became no faster and the JIT compiled nothing. */
  private static final double SETTLED_SECONDS = 1;

  /** A call that takes less than this share of the best so far is faster. */
  private static final double FASTER = 0.95;

  /** Before this, calls may be slow and even because they are too few to be compiled at all. */
  private static final double LEAST_WARM_UP_SECONDS = 2.5;

  private static final double MOST_WARM_UP_SECONDS = 10;

  private static final double TIMING_SECONDS = 1.3;
  private static final int LEAST_REPETITIONS = 3;
  private static final int MOST_REPETITIONS = 50;

  private final ComputeBackend backend;
  private final Optional<Integer> repeat;
  private final PublishedTimes published = PublishedTimes.load();
  private @Nullable OdeProblem problem;
  private double[] reference = {};

  /**
   * @param repeat how often to time a case, or empty to choose by its duration
   */
  Experiment(ComputeBackend backend, Optional<Integer> repeat) {
    this.backend = backend;
    this.repeat = repeat;
  }

  /** Turns to another problem and computes its reference gradient. */
  void begin(OdeProblem other) {
    problem = other;
    reference =
        gradient(
                new GaussAdjoint(),
                other,
                OPTIONS.withTolerances(REFERENCE_TOLERANCE, REFERENCE_TOLERANCE))
            .parameters();
  }

  /** Measures a method on the current problem. */
  GradientCase measure(String name) {
    OdeProblem current = Objects.requireNonNull(problem, "begin first");
    SensitivityMethod method =
        SensitivityMethods.named(name, new SymbolicDerivatives(), SensitivityOptions.defaults());
    double[] seconds = new double[repetitions(warmUp(method, current))];
    Gradient gradient = null;
    for (int k = 0; k < seconds.length; k++) {
      long before = System.nanoTime();
      gradient = gradient(method, current, OPTIONS);
      seconds[k] = secondsSince(before);
    }
    return GradientCase.of(
        current.grid().n(),
        current.parameterLength(),
        name,
        seconds,
        Norms.relativeError(Objects.requireNonNull(gradient).parameters(), reference),
        published.fastest(name, current.grid().n()).orElse(null));
  }

  /** Calls a method until compilation no longer makes it faster; returns its seconds. */
  private double warmUp(SensitivityMethod method, OdeProblem of) {
    @Nullable CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    long start = System.nanoTime();
    long changed = start;
    long compiling = 0;
    double best = Double.POSITIVE_INFINITY;
    double last;
    do {
      long before = System.nanoTime();
      gradient(method, of, OPTIONS);
      last = secondsSince(before);
      long compiled = compiler == null ? 0 : compiler.getTotalCompilationTime();
      if (last < FASTER * best || compiled > compiling) {
        changed = System.nanoTime();
        best = Math.min(best, last);
        compiling = compiled;
      }
    } while ((secondsSince(changed) < SETTLED_SECONDS
            || secondsSince(start) < LEAST_WARM_UP_SECONDS)
        && secondsSince(start) + last < MOST_WARM_UP_SECONDS);
    return last;
  }

  private int repetitions(double seconds) {
    return repeat.orElseGet(
        () -> Math.clamp((long) (TIMING_SECONDS / seconds), LEAST_REPETITIONS, MOST_REPETITIONS));
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) * NANOS;
  }

  private Gradient gradient(SensitivityMethod method, OdeProblem of, SolverOptions options) {
    Objective objective = Objective.halfSquaredDistance(1, ProblemSettings.lossTimes(of.span()));
    Gradient gradient = method.gradient(of, objective, options, backend);
    if (gradient.termination() != Termination.SUCCESS) {
      throw new NoResultException(
          "%s, n = %d, %s, tolerances %s and %s: %s"
              .formatted(
                  gradient.termination(),
                  of.grid().n(),
                  method.name(),
                  options.abstol(),
                  options.reltol(),
                  gradient.message()));
    }
    return gradient;
  }
}
