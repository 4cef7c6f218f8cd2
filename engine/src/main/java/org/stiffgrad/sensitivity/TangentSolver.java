package org.stiffgrad.sensitivity;

import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.integrate.OdeSolver;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.SolverStatistics;
import org.stiffgrad.integrate.StepObserver;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.problem.OdeProblem;

/** Solves a problem together with its derivatives S in the present directions, again and again. */
final class TangentSolver {
  private final TangentDirections directions;
  private final OdeSolver solver;
  private final double[] initial;

  /** Takes all memory of the solves from the workspace. */
  TangentSolver(
      OdeProblem problem,
      TangentDirections directions,
      DerivativeSource derivatives,
      SensitivityOptions options,
      SolverOptions solverOptions,
      ComputeBackend backend,
      Workspace workspace) {
    this.directions = directions;
    initial = workspace.allocateHost((long) problem.stateLength() * (1 + directions.columns()));
    solver =
        new OdeSolver(
            problem,
            derivatives,
            solverOptions,
            backend,
            workspace,
            forward -> new TangentSystem(forward, directions, options, backend, workspace));
  }

  /** The initial values of u and S, column by column, for the present directions. */
  double[] initialValues() {
    directions.initialValues(initial);
    return initial;
  }

  /** Solves up to a time; the observer sees u and S in one buffer. */
  Termination run(double end, StepObserver observer) {
    return solver.run(initialValues(), end, observer);
  }

  /** The time reached by the last run. */
  double time() {
    return solver.time();
  }

  /** The work of all runs so far; a solve with W is one with 1 + c right-hand sides. */
  SolverStatistics statistics() {
    return solver.statistics();
  }
}
