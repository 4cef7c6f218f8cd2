package org.stiffgrad.bench.jmh;

import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.sensitivity.GaussAdjoint;
import org.stiffgrad.sensitivity.Gradient;
import org.stiffgrad.sensitivity.SensitivityMethod;

/** The gradient of the benchmark document: its problem, its 11 loss times, its tolerances. */
public final class DocumentGradient {
  private static final double REFERENCE_TOLERANCE = 1e-10;

  private final OdeProblem problem;

  /** The gradient on an n x n grid. */
  public DocumentGradient(int n) {
    problem = OdeProblem.of(new Brusselator2d(), new Grid(n));
  }

  /** dG/dp by a method at the document's tolerances. */
  public double[] by(SensitivityMethod method, ComputeBackend backend) {
    return by(method, SolverOptions.defaults(), backend);
  }

  /** dG/dp at tolerances of 1e-10 on the fastest backend. */
  public double[] reference() {
    SolverOptions tight =
        SolverOptions.defaults().withTolerances(REFERENCE_TOLERANCE, REFERENCE_TOLERANCE);
    try (ComputeBackend backend = Backends.open(Backends.AUTO)) {
      return by(new GaussAdjoint(), tight, backend);
    }
  }

  private double[] by(SensitivityMethod method, SolverOptions options, ComputeBackend backend) {
    double[] times = new double[11];
    for (int k = 0; k < times.length; k++) {
      times[k] = k / 10.0;
    }
    Gradient gradient =
        method.gradient(problem, Objective.halfSquaredDistance(1, times), options, backend);
    if (gradient.termination() != Termination.SUCCESS) {
      throw new IllegalStateException(
          "The gradient ended with %s: %s".formatted(gradient.termination(), gradient.message()));
    }
    return gradient.parameters();
  }
}
