package org.stiffgrad.sensitivity;

import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.integrate.OdeSolver;
import org.stiffgrad.integrate.SavedStates;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.SolverStatistics;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;

/**
 * Central differences of the loss, {@code (G(x + s) - G(x - s)) / (2 s)} with {@code s =
 * max(cbrt(eps) |x|, cbrt(eps))}, two solves for each derivative.
 *
 * <p>Each loss carries the error of an adaptive solve, which the division by s magnifies: expect
 * relative errors of about the tolerance over {@code 6e-6}, and use tight tolerances to check other
 * methods. dG/du0 is computed only when asked for, since it costs two more solves for each state.
 */
public final class FiniteDifferences implements SensitivityMethod {
  private static final double RELATIVE_STEP = Math.cbrt(Math.ulp(1.0));

  private final DerivativeSource derivatives;
  private final SensitivityOptions options;

  /** dG/dp only, solving with symbolic Jacobians. */
  public FiniteDifferences() {
    this(new SymbolicDerivatives(), SensitivityOptions.defaults());
  }

  /**
   * @param derivatives where the Jacobians of implicit methods come from
   * @param options heeded: {@code initialStateGradient}
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
    try (Workspace workspace = backend.newWorkspace()) {
      Losses losses =
          new Losses(problem, derivatives, objective, solverOptions, backend, workspace);
      try {
        double loss = losses.at(problem.initialState(), problem.parameters());
        double[] parameterGradient = losses.parameterGradient();
        double[] initialStateGradient =
            options.initialStateGradient() ? losses.initialStateGradient() : null;
        return Gradient.success(loss, parameterGradient, initialStateGradient, losses.statistics());
      } catch (SolveFailedException e) {
        return Gradient.failure(
            e.termination, "solve at perturbed values", losses.solver.time(), losses.statistics());
      }
    }
  }

  /** Ends the loop over perturbations at the first solve that does not reach its end. */
  private static final class SolveFailedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Termination termination;

    SolveFailedException(Termination termination) {
      this.termination = termination;
    }
  }

  /** The loss as a function of initial state and parameters, with its central differences. */
  private static final class Losses {
    private final OdeProblem problem;
    private final Objective objective;
    private final Workspace workspace;
    private final OdeSolver solver;
    private final double[] times;
    private final SavedStates saved;

    Losses(
        OdeProblem problem,
        DerivativeSource derivatives,
        Objective objective,
        SolverOptions options,
        ComputeBackend backend,
        Workspace workspace) {
      this.problem = problem;
      this.objective = objective;
      this.workspace = workspace;
      solver = new OdeSolver(problem, derivatives, options, backend, workspace);
      times = objective.times();
      saved = new SavedStates(times, problem.initialState(), problem.span().start(), workspace);
    }

    double at(double[] initialState, double[] parameters) throws SolveFailedException {
      solver.system().parameters().write(parameters);
      saved.restart(initialState, problem.span().start());
      Termination termination = solver.run(initialState, times[times.length - 1], saved);
      double loss = 0;
      for (int k = 0; k < times.length; k++) {
        loss += objective.value(k, saved.states()[k], parameters);
      }
      if (termination == Termination.SUCCESS && !Double.isFinite(loss)) {
        termination = Termination.NON_FINITE_STATE;
      }
      if (termination != Termination.SUCCESS) {
        throw new SolveFailedException(termination);
      }
      return loss;
    }

    double[] parameterGradient() throws SolveFailedException {
      double[] initialState = problem.initialState();
      return centralDifferences(problem.parameters(), x -> at(initialState, x));
    }

    double[] initialStateGradient() throws SolveFailedException {
      double[] parameters = problem.parameters();
      return centralDifferences(problem.initialState(), x -> at(x, parameters));
    }

    private interface Loss {
      double at(double[] x) throws SolveFailedException;
    }

    private static double[] centralDifferences(double[] x, Loss loss) throws SolveFailedException {
      double[] gradient = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        double value = x[i];
        double above = value + step(value);
        double below = value - step(value);
        x[i] = above;
        double lossAbove = loss.at(x);
        x[i] = below;
        gradient[i] = (lossAbove - loss.at(x)) / (above - below);
        x[i] = value;
      }
      return gradient;
    }

    private static double step(double x) {
      return Math.max(RELATIVE_STEP * Math.abs(x), RELATIVE_STEP);
    }

    SensitivityStatistics statistics() {
      return new SensitivityStatistics(
          solver.statistics(), SolverStatistics.NONE, workspace.bytes(), Double.NaN);
    }
  }
}
