package org.stiffgrad.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.autodiff.DerivativeSources;
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

  /** The largest part of the budget for the warm-up. */
  private static final double WARM_UP_SHARE = 0.8;

  private static final double TIMING_SECONDS = 1.3;
  private static final int LEAST_REPETITIONS = 3;
  private static final int MOST_REPETITIONS = 50;

  private final ComputeBackend backend;
  private final SensitivityOptions choices;
  private final Optional<Integer> repeat;
  private final double budget;
  private final PublishedTimes published = PublishedTimes.load();
  private @Nullable OdeProblem problem;
  private double[] reference = {};

  /**
   * @param choices what each method heeds its part of
   * @param repeat how often to time a case, or empty to choose by its duration
   * @param budget the most seconds for a case, as long as one call takes no longer
   */
  Experiment(
      ComputeBackend backend, SensitivityOptions choices, Optional<Integer> repeat, double budget) {
    this.backend = backend;
    this.choices = choices;
    this.repeat = repeat;
    this.budget = budget;
  }

  /** A gradient and what the calls that computed it took. */
  private record Timing(Gradient gradient, double[] seconds) {}

  /** The last call of a warm-up and the seconds of its fastest one. */
  private record WarmUp(Timing last, double fastest) {}

  /** Turns to another problem and computes its reference gradient. */
  void begin(OdeProblem other) {
    problem = other;
    try {
      reference =
          gradient(
                  new GaussAdjoint(),
                  other,
                  OPTIONS.withTolerances(REFERENCE_TOLERANCE, REFERENCE_TOLERANCE))
              .parameters();
    } catch (NoResultException e) {
      throw new NoResultException(
          "The gradient at n = %d with tolerances of %s, which errors are relative to, has no result: %s"
              .formatted(other.grid().n(), REFERENCE_TOLERANCE, e.getMessage()));
    }
  }

  /** Measures a method on the current problem; a refusal or failure is the reason of the case. */
  GradientCase measure(String method, String derivative) {
    OdeProblem current = Objects.requireNonNull(problem, "begin first");
    GradientCase.Result result = null;
    String reason = null;
    try {
      result = result(current, method, derivative);
    } catch (RuntimeException
        | LinkageError
        | StackOverflowError
        | AssertionError
        | OutOfMemoryError e) {
      reason = Reasons.of(e);
    }
    return new GradientCase(
        current.grid().n(), current.parameterLength(), method, derivative, result, reason);
  }

  private GradientCase.Result result(OdeProblem of, String method, String derivative) {
    Timing timing =
        time(SensitivityMethods.named(method, DerivativeSources.named(derivative), choices), of);
    return GradientCase.Result.of(
        timing.seconds(),
        Norms.relativeError(timing.gradient().parameters(), reference),
        timing.gradient().statistics(),
        published.fastest(method, derivative, of.grid().n()).orElse(null));
  }

  private Timing time(SensitivityMethod method, OdeProblem of) {
    long start = System.nanoTime();
    WarmUp warmUp = warmUp(method, of);
    /* A call of the warm-up that was held up must not take the time of the timing. */
    double remaining = Math.max(budget - secondsSince(start), (1 - WARM_UP_SHARE) * budget);
    double[] seconds = new double[repetitions(warmUp.fastest(), remaining)];
    Gradient gradient = warmUp.last().gradient();
    for (int k = 0; k < seconds.length; k++) {
      long before = System.nanoTime();
      gradient = gradient(method, of, OPTIONS);
      seconds[k] = secondsSince(before);
    }
    return seconds.length == 0 ? warmUp.last() : new Timing(gradient, seconds);
  }

  /**
   * Calls a method until compilation no longer makes it faster, or as long as the budget allows.
   */
  private WarmUp warmUp(SensitivityMethod method, OdeProblem of) {
    @Nullable CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    long start = System.nanoTime();
    long changed = start;
    long compiling = 0;
    double best = Double.POSITIVE_INFINITY;
    double last;
    Gradient gradient;
    do {
      long before = System.nanoTime();
      gradient = gradient(method, of, OPTIONS);
      last = secondsSince(before);
      long compiled = compiler == null ? 0 : compiler.getTotalCompilationTime();
      if (last < FASTER * best || compiled > compiling) {
        changed = System.nanoTime();
        best = Math.min(best, last);
        compiling = compiled;
      }
    } while ((secondsSince(changed) < SETTLED_SECONDS
            || secondsSince(start) < LEAST_WARM_UP_SECONDS)
        && secondsSince(start) + last < WARM_UP_SHARE * budget);
    return new WarmUp(new Timing(gradient, new double[] {last}), Math.min(best, last));
  }

  private int repetitions(double seconds, double remaining) {
    return repeat.orElseGet(
        () -> {
          int wanted =
              Math.clamp((long) (TIMING_SECONDS / seconds), LEAST_REPETITIONS, MOST_REPETITIONS);
          return Math.clamp((long) (remaining / seconds), 0, wanted);
        });
  }

  private static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) * NANOS;
  }

  private Gradient gradient(SensitivityMethod method, OdeProblem of, SolverOptions options) {
    Objective objective = Objective.halfSquaredDistance(1, LossSettings.times(of.span()));
    Gradient gradient = method.gradient(of, objective, options, backend);
    if (gradient.termination() != Termination.SUCCESS) {
      throw new NoResultException("%s: %s".formatted(gradient.termination(), gradient.message()));
    }
    return gradient;
  }
}
