package org.stiffgrad.bench;

import java.util.Locale;
import java.util.Random;
import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.bench.report.Progress;
import org.stiffgrad.bench.report.TextTable;
import org.stiffgrad.bench.settings.Key;
import org.stiffgrad.bench.settings.Numbers;
import org.stiffgrad.integrate.OdeSolver;
import org.stiffgrad.integrate.Solution;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.sensitivity.Gradient;
import org.stiffgrad.sensitivity.SensitivityMethods;
import org.stiffgrad.sensitivity.SensitivityOptions;

/**
 * Compares a gradient g with central differences of the loss along random directions d,
 *
 * <pre>
 *   (G(p + s d) - G(p - s d)) / (2 s)   against   g . d,
 * </pre>
 *
 * with losses of tight tolerance. A direction changes each parameter in proportion to its size. The
 * deviation is relative to the larger of the difference quotient and the root mean square of {@code
 * g . d} over all directions, so that a direction nearly orthogonal to g is no false alarm.
 */
final class DirectionCheck {
  /** How many directions. */
  static final int DIRECTIONS = 3;

  private static final double TOLERANCE = 1e-11;

  /** Balances the error of the quotient, s^2, and that of the losses over s. */
  private static final double STEP = 1e-4;

  private static final long SEED = 1;

  private final OdeProblem problem;
  private final Objective objective;
  private final DerivativeSource derivatives;
  private final SolverOptions options;
  private final ComputeBackend backend;
  private final Random random = new Random(SEED);
  private final TextTable table =
      new TextTable("direction", "difference quotient", "gradient . direction", "deviation");
  private double worst;

  DirectionCheck(
      OdeProblem problem,
      Objective objective,
      DerivativeSource derivatives,
      SolverOptions options,
      ComputeBackend backend) {
    this.problem = problem;
    this.objective = objective;
    this.derivatives = derivatives;
    this.options =
        options.withTolerances(
            Math.min(TOLERANCE, options.abstol()), Math.min(TOLERANCE, options.reltol()));
    this.backend = backend;
  }

  /** Compares along all directions. */
  void compare(double[] gradient, Progress progress) {
    double[] p = problem.parameters();
    for (int k = 1; k <= DIRECTIONS; k++) {
      progress.begin("direction " + k);
      double[] direction = new double[p.length];
      double product = 0;
      double meanSquare = 0;
      for (int i = 0; i < p.length; i++) {
        double scale = p[i] == 0 ? 1 : Math.abs(p[i]);
        direction[i] = scale * random.nextGaussian();
        product += gradient[i] * direction[i];
        meanSquare += gradient[i] * scale * gradient[i] * scale;
      }
      double quotient = (loss(p, direction, STEP) - loss(p, direction, -STEP)) / (2 * STEP);
      double size = Math.max(Math.abs(quotient), Math.sqrt(meanSquare));
      double deviation = size == 0 ? 0 : Math.abs(quotient - product) / size;
      worst = Math.max(worst, deviation);
      table.add(
          Integer.toString(k),
          String.format(Locale.ROOT, "%.10e", quotient),
          String.format(Locale.ROOT, "%.10e", product),
          String.format(Locale.ROOT, "%.2e", deviation));
      progress.done();
    }
  }

  private double loss(double[] p, double[] direction, double step) {
    double[] moved = p.clone();
    for (int i = 0; i < p.length; i++) {
      moved[i] += step * direction[i];
    }
    OdeProblem perturbed = problem.withParameters(moved);
    return objective.integrand() == null ? pointLoss(perturbed, moved) : anyLoss(perturbed);
  }

  /* Losses with an integral are there as by-products of gradients only. */
  private double anyLoss(OdeProblem perturbed) {
    Gradient gradient =
        SensitivityMethods.named(
                Key.METHOD.defaultValue().orElseThrow(), derivatives, SensitivityOptions.defaults())
            .gradient(perturbed, objective, options, backend);
    if (gradient.termination() != Termination.SUCCESS) {
      throw failure(gradient.message());
    }
    return gradient.loss();
  }

  private double pointLoss(OdeProblem perturbed, double[] moved) {
    Solution solution =
        OdeSolver.solve(perturbed, objective.times(), derivatives, options, backend);
    if (solution.termination() != Termination.SUCCESS) {
      throw failure(
          "It ended at t = %s. %s"
              .formatted(solution.reachedTime(), solution.termination().advice()));
    }
    double sum = 0;
    for (int k = 0; k < solution.times().length; k++) {
      sum += objective.value(k, solution.state(k), moved);
    }
    return sum;
  }

  private static NoResultException failure(String reason) {
    return new NoResultException(
        "The solve of --check at perturbed parameters, with tolerances of %s, has no result. %s"
            .formatted(Numbers.shortText(TOLERANCE), reason));
  }

  /** The largest relative deviation. */
  double worst() {
    return worst;
  }

  /** The comparison, for people. */
  String text() {
    return String.format(
        Locale.ROOT,
        "check with random directions, losses at tolerance %s\n%sworst deviation %.2e\n",
        Numbers.shortText(TOLERANCE),
        table,
        worst);
  }
}
