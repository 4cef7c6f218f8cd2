package org.stiffgrad.sensitivity;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.SolverStatistics;
import org.stiffgrad.integrate.Step;
import org.stiffgrad.integrate.StepObserver;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;

/**
 * One gradient by solves that carry S along, {@code dG/d(direction) = sum over the points of the
 * loss of weight (dg/du . S + dg/d(direction))}: as many solves as it takes to do all directions.
 */
final class TangentGradient implements StepObserver, LossPoints.Visitor {
  private static final String PASS = "forward pass";

  private final OdeProblem problem;
  private final LossPoints points;
  private final TangentDirections directions;
  private final ComputeBackend backend;
  private final Workspace workspace;
  private final TangentSolver solver;
  private final double end;
  private final double[] parameters;
  private final double[] hostState;
  private final double[] hostGradient;

  /* At one point of the loss: u and S, as a buffer and as columns; u; dg/du. */
  private final Buffer values;
  private final DenseMatrix valueColumns;
  private final Buffer state;
  private final DenseMatrix stateGradient;

  /** The sum of {@code dg/du . S} over the points, behind an element for the column u. */
  private final DenseMatrix products;

  private final double[] gradient;
  private final double[] explicitParameterGradient;
  private double loss;
  private boolean firstSolve = true;

  /* The step that is being visited; null at the initial time. */
  private @Nullable Step step;

  private TangentGradient(
      OdeProblem problem,
      Objective objective,
      DerivativeSource derivatives,
      SensitivityOptions options,
      int largest,
      SolverOptions solverOptions,
      ComputeBackend backend,
      Workspace workspace) {
    this.problem = problem;
    this.backend = backend;
    this.workspace = workspace;
    points = LossPoints.of(objective, solverOptions.method());
    directions = new TangentDirections(problem, options.initialStateGradient(), largest);
    solver =
        new TangentSolver(
            problem,
            directions,
            derivatives,
            options,
            LossPoints.withStops(solverOptions, objective),
            backend,
            workspace);
    end = objective.end(problem.span());
    parameters = problem.parameters();
    int n = problem.stateLength();
    int columns = 1 + directions.columns();
    hostState = new double[n];
    hostGradient = new double[n];
    values = workspace.allocate((long) n * columns);
    valueColumns = new DenseMatrix(values, n, columns, n);
    state = workspace.allocate(n);
    stateGradient = new DenseMatrix(workspace.allocate(n), n, 1, n);
    products = new DenseMatrix(workspace.allocate(columns), columns, 1, columns);
    gradient = new double[directions.total()];
    explicitParameterGradient = new double[parameters.length];
  }

  /**
   * Computes a gradient; all memory is released at the end.
   *
   * @param largest the most directions of one solve
   */
  static Gradient of(
      OdeProblem problem,
      Objective objective,
      DerivativeSource derivatives,
      SensitivityOptions options,
      int largest,
      SolverOptions solverOptions,
      ComputeBackend backend) {
    objective.requireTimesWithin(problem.span());
    try (Workspace workspace = backend.newWorkspace()) {
      TangentGradient pass =
          new TangentGradient(
              problem, objective, derivatives, options, largest, solverOptions, backend, workspace);
      return pass.gradient();
    }
  }

  private Gradient gradient() {
    int first = 0;
    do {
      directions.moveTo(first);
      Termination termination = solve();
      if (termination != Termination.SUCCESS) {
        return Gradient.failure(termination, PASS, solver.time(), statistics());
      }
      first += directions.columns();
    } while (first < directions.total());
    int count = parameters.length;
    for (int i = 0; i < count; i++) {
      gradient[i] += explicitParameterGradient[i];
    }
    return Gradient.ofFinite(
        loss,
        Arrays.copyOf(gradient, count),
        gradient.length == count ? null : Arrays.copyOfRange(gradient, count, gradient.length),
        PASS,
        end,
        statistics());
  }

  /** Does the present directions. */
  private Termination solve() {
    backend.vectors().fill(products.elements(), 0);
    step = null;
    values.write(solver.initialValues());
    points.start(problem.span().start(), this);
    Termination termination = solver.run(end, this);
    double[] sums = products.elements().toArray();
    for (int c = 0; c < directions.columns(); c++) {
      gradient[directions.first() + c] = sums[1 + c];
    }
    firstSolve = false;
    return termination;
  }

  @Override
  public void accepted(Step accepted) {
    step = accepted;
    points.step(accepted.start(), accepted.end(), this);
  }

  @Override
  public void point(int k, double t, double weight) {
    if (step != null) {
      step.interpolate(t, values);
    }
    backend.vectors().copy(values, 0, state, 0, hostState.length);
    state.read(hostState);
    if (firstSolve) {
      loss += weight * points.value(k, t, hostState, parameters);
      points.addParameterGradient(k, t, weight, hostState, parameters, explicitParameterGradient);
    }
    points.stateGradient(k, t, hostState, parameters, hostGradient);
    stateGradient.elements().write(hostGradient);
    backend
        .dense()
        .gemm(Transpose.YES, Transpose.NO, weight, valueColumns, stateGradient, 1, products);
  }

  private SensitivityStatistics statistics() {
    return new SensitivityStatistics(
        solver.statistics(), SolverStatistics.NONE, workspace.bytes(), Double.NaN);
  }
}
