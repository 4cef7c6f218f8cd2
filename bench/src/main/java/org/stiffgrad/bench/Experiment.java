package org.stiffgrad.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.autodiff.DerivativeSources;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.bench.jmh.WarmUp;
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

  private static final WarmUp WARM_UP = new WarmUp(1, 2.5);

  /** The largest part of the budget for the warm-up. */
  private static final double WARM_UP_SHARE = 0.8;

  private static final double TIMING_SECONDS = 1.3;
  private static final int LEAST_REPETITIONS = 3;
  private static final int MOST_REPETITIONS = 500;

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
    List<Timing> calls = new ArrayList<>(1);
    Runnable call =
        () -> {
          calls.clear();
          calls.add(call(method, of));
        };
    double fastest = WARM_UP.of(call, WARM_UP_SHARE * budget);
    /* A call of the warm-up that was held up must not take the time of the timing. */
    double remaining = Math.max(budget - secondsSince(start), (1 - WARM_UP_SHARE) * budget);
    double[] seconds = new double[repetitions(fastest, remaining)];
    for (int k = 0; k < seconds.length; k++) {
      call.run();
      seconds[k] = calls.get(0).seconds()[0];
    }
    Timing last = calls.get(0);
    return seconds.length == 0 ? last : new Timing(last.gradient(), seconds);
  }

  private Timing call(SensitivityMethod method, OdeProblem of) {
    long start = System.nanoTime();
    Gradient gradient = gradient(method, of, OPTIONS);
    return new Timing(gradient, new double[] {secondsSince(start)});
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
