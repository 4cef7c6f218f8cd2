package org.stiffgrad.sensitivity;

import java.util.stream.DoubleStream;
import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.integrate.OdeSolver;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.SolverStatistics;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;

/**
 * Differences of the loss between solves at perturbed values x + s and x - s of each number x,
 *
 * <pre>
 *   D(s) = (G(x + s) - G(x - s)) / (2 s)          central, two solves: error O(s^2)
 *   D    = (4 D(s) - D(2 s)) / 3                  extrapolated, four solves: error O(s^4)
 * </pre>
 *
 * with the s that balance this error against the rounding of G over s,
 *
 * <pre>
 *   central       s = cbrt(eps) |x|
 *   extrapolated  s = eps^(1/5) |x|,
 * </pre>
 *
 * and 1 in the place of |x| where x is below {@code sqrt(eps)}, and for initial states in the place
 * of any smaller |x|: a state may be small among larger ones.
 *
 * <p>All solves take the steps that the unperturbed one chose (or that are prescribed), so that G
 * is a smooth function of x and the noise is rounding alone, some hundred eps: with steps of their
 * own the solves would differ by their tolerances, which s magnifies. The differences thus approach
 * the gradient of the discrete solution, and err by its error, the formula's, and the noise over s.
 *
 * <p>Limits. It is taken for granted that G varies little while x changes by 2 s, and that the
 * steps suit the perturbed problem as well. A loss that turns at a smaller change of x, a perturbed
 * initial state from which the problem is unstable, and an absolute tolerance above what depends on
 * x give wrong numbers, of which these formulas cannot warn. A solve that fails at a perturbed
 * value yields no gradient.
 *
 * <p>The cost is two or four solves for each parameter, and the same for each state when dG/du0 is
 * asked for. Source of the extrapolation: L. F. Richardson, The deferred approach to the limit,
 * Phil. Trans. R. Soc. A 226 (1927) 299-349.
 */
public final class FiniteDifferences implements SensitivityMethod {
  private static final double EPSILON = Math.ulp(1.0);
  private static final double CENTRAL_STEP = Math.cbrt(EPSILON);
  private static final double EXTRAPOLATED_STEP = Math.pow(EPSILON, 0.2);

  /** Numbers below this have no scale of their own. */
  private static final double LEAST_SCALE = Math.sqrt(EPSILON);

  private final DerivativeSource derivatives;
  private final SensitivityOptions options;

  /** Central differences, dG/dp only, solving with symbolic Jacobians. */
  public FiniteDifferences() {
    this(new SymbolicDerivatives(), SensitivityOptions.defaults());
  }

  /**
   * @param derivatives where the Jacobians of implicit methods come from
   * @param options heeded: {@code initialStateGradient}, {@code extrapolated}
   */
  public FiniteDifferences(DerivativeSource derivatives, SensitivityOptions options) {
    this.derivatives = derivatives;
    this.options = options;
  }

  @Override
  public String name() {
    return "finite-differences";
  }

  @Override
  public Gradient gradient(
      OdeProblem problem,
      Objective objective,
      SolverOptions solverOptions,
      ComputeBackend backend) {
    objective.requireTimesWithin(problem.span());
    DoubleStream.Builder steps = DoubleStream.builder();
    SolverStatistics unperturbed = SolverStatistics.NONE;
    SolverOptions fixed = solverOptions;
    if (solverOptions.stepTimes() == null) {
      try (Workspace workspace = backend.newWorkspace()) {
        OdeSolver solver = new OdeSolver(problem, derivatives, solverOptions, backend, workspace);
        Termination termination =
            solver.run(objective.end(problem.span()), step -> steps.add(step.end()));
        unperturbed = solver.statistics();
        if (termination != Termination.SUCCESS) {
          return Gradient.failure(
              termination, "solve", solver.time(), statistics(unperturbed, workspace));
        }
      }
      fixed = solverOptions.withStepTimes(steps.build().toArray());
    }
    return differences(problem, objective, fixed, unperturbed, backend);
  }

  private Gradient differences(
      OdeProblem problem,
      Objective objective,
      SolverOptions fixed,
      SolverStatistics unperturbed,
      ComputeBackend backend) {
    try (Workspace workspace = backend.newWorkspace()) {
      OdeSolver solver = new OdeSolver(problem, derivatives, fixed, backend, workspace);
      Losses losses = new Losses(problem, objective, fixed, solver, workspace);
      try {
        double[] u = problem.initialState();
        double[] p = problem.parameters();
        double loss = losses.at(u, p);
        double[] parameterGradient = differences(p, LEAST_SCALE, x -> losses.at(u, x));
        double[] initialStateGradient =
            options.initialStateGradient() ? differences(u, 1, x -> losses.at(x, p)) : null;
        return Gradient.success(
            loss,
            parameterGradient,
            initialStateGradient,
            statistics(unperturbed.plus(solver.statistics()), workspace));
      } catch (SolveFailedException e) {
        return Gradient.failure(
            e.termination,
            "solve at perturbed values",
            solver.time(),
            statistics(unperturbed.plus(solver.statistics()), workspace));
      }
    }
  }

  /**
   * The derivative with respect to every number of x, which is the same at the end.
   *
   * @param leastScale numbers smaller than this are taken to be of size 1
   */
  private double[] differences(double[] x, double leastScale, Loss loss)
      throws SolveFailedException {
    double[] gradient = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double size = Math.abs(x[i]);
      double step =
          (options.extrapolated() ? EXTRAPOLATED_STEP : CENTRAL_STEP)
              * (size < leastScale ? 1 : size);
      double central = central(x, i, step, loss);
      gradient[i] =
          options.extrapolated() ? (4 * central - central(x, i, 2 * step, loss)) / 3 : central;
    }
    return gradient;
  }

  /** {@code D(s)}, over the distance that is left after rounding. */
  private static double central(double[] x, int i, double step, Loss loss)
      throws SolveFailedException {
    double value = x[i];
    double above = value + step;
    double below = value - step;
    x[i] = above;
    double lossAbove = loss.at(x);
    x[i] = below;
    double lossBelow = loss.at(x);
    x[i] = value;
    return (lossAbove - lossBelow) / (above - below);
  }

  private static SensitivityStatistics statistics(SolverStatistics solves, Workspace workspace) {
    return new SensitivityStatistics(solves, SolverStatistics.NONE, workspace.bytes(), Double.NaN);
  }

  /** Ends the loop over perturbations at the first solve that does not reach its end. */
  private static final class SolveFailedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Termination termination;

    SolveFailedException(Termination termination) {
      this.termination = termination;
    }
  }

  /** The loss as a function of some of its data. */
  private interface Loss {
    double at(double[] x) throws SolveFailedException;
  }

  /** The loss as a function of initial state and parameters, added up while a solve goes on. */
  private static final class Losses {
    private final LossValue loss;
    private final OdeSolver solver;
    private final double end;

    Losses(
        OdeProblem problem,
        Objective objective,
        SolverOptions options,
        OdeSolver solver,
        Workspace workspace) {
      loss = new LossValue(problem, objective, options, workspace);
      this.solver = solver;
      end = objective.end(problem.span());
    }

    double at(double[] initialState, double[] parameters) throws SolveFailedException {
      solver.system().parameters().write(parameters);
      loss.start(initialState, parameters);
      Termination termination = solver.run(initialState, end, loss);
      if (termination == Termination.SUCCESS && !Double.isFinite(loss.value())) {
        termination = Termination.NON_FINITE_STATE;
      }
      if (termination != Termination.SUCCESS) {
        throw new SolveFailedException(termination);
      }
      return loss.value();
    }
  }
}
