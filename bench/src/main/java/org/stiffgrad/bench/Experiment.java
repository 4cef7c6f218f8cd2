package org.stiffgrad.bench;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.autodiff.DerivativeSources;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.bench.report.Console;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Settings;
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

  private final ComputeBackend backend;
  private final SensitivityOptions choices;
  private final GradientTimer timer;
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
    timer = new GradientTimer(repeat, budget);
  }

  /** Turns to another problem and computes its reference gradient. */
  void begin(OdeProblem other) {
    problem = other;
    reference = reference(other, backend);
  }

  /** The gradient that errors are relative to. */
  static double[] reference(OdeProblem problem, ComputeBackend backend) {
    try {
      return gradient(
              new GaussAdjoint(),
              problem,
              OPTIONS.withTolerances(REFERENCE_TOLERANCE, REFERENCE_TOLERANCE),
              backend)
          .parameters();
    } catch (NoResultException e) {
      throw new NoResultException(
          "The gradient at n = %d with tolerances of %s, which errors are relative to, has no result: %s"
              .formatted(problem.grid().n(), REFERENCE_TOLERANCE, e.getMessage()));
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
    SensitivityMethod chosen =
        SensitivityMethods.named(method, DerivativeSources.named(derivative), choices);
    GradientTimer.Timing timing = timer.time(() -> gradient(chosen, of, OPTIONS, backend));
    return GradientCase.Result.of(
        timing.seconds(),
        Norms.relativeError(timing.gradient().parameters(), reference),
        timing.gradient().statistics(),
        published.fastest(method, derivative, of.grid().n()).orElse(null));
  }

  /**
   * The gradient of the document's loss.
   *
   * @throws NoResultException if the numerics end without a result
   */
  static Gradient gradient(
      SensitivityMethod method, OdeProblem of, SolverOptions options, ComputeBackend backend) {
    Objective objective = Objective.halfSquaredDistance(1, LossSettings.times(of.span()));
    Gradient gradient = method.gradient(of, objective, options, backend);
    if (gradient.termination() != Termination.SUCCESS) {
      throw new NoResultException("%s: %s".formatted(gradient.termination(), gradient.message()));
    }
    return gradient;
  }

  /**
   * Says which settings have no effect: the experiment is the document's, and settings of other
   * commands would make it another one.
   *
   * @param heeded those of methods that do have one
   */
  static void noteUnused(String command, List<Key> heeded, Settings settings, Console console) {
    Set<Key> others = EnumSet.range(Key.MODEL, Key.EXTRAPOLATE);
    heeded.forEach(others::remove);
    List<String> unused = others.stream().filter(settings::isGiven).map(Key::path).toList();
    if (!unused.isEmpty()) {
      console.note(
          "The command %s computes the document's problem with the document's solver; not used here: %s."
              .formatted(command, String.join(", ", unused)));
    }
  }
}
