package org.stiffgrad.sensitivity;

import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.integrate.OdeSolver;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.SolverStatistics;
import org.stiffgrad.integrate.StepReversal;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.integrate.Work;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;

/** One gradient by reverse mode: the steps forwards, kept, and then backwards, reversed. */
final class ReversePass implements AutoCloseable, LossPoints.Visitor {
  private final OdeProblem problem;
  private final Objective objective;
  private final VectorOperations vectors;
  private final Workspace workspace;
  private final OdeSolver solver;
  private final StepHistory history;
  private final StepReversal reversal;
  private final Work reverseWork = new Work();
  private final LossPoints points;
  private final double[] parameters;
  private final double[] hostState;
  private final double[] hostGradient;
  private final double[] explicitParameterGradient;
  private final Buffer state;
  private final Buffer stateGradient;
  private SolverStatistics forwardStatistics = SolverStatistics.NONE;
  private double loss;

  ReversePass(
      OdeProblem problem,
      Objective objective,
      DerivativeSource derivatives,
      SensitivityOptions options,
      SolverOptions solverOptions,
      ComputeBackend backend,
      Workspace workspace) {
    this.problem = problem;
    this.objective = objective;
    vectors = backend.vectors();
    this.workspace = workspace;
    SolverOptions keeping =
        LossPoints.withStops(solverOptions, objective)
            .withLinearSolver(new StepFactors.Keeper(solverOptions.linearSolver()));
    solver = new OdeSolver(problem, derivatives, keeping, backend, workspace);
    history =
        new StepHistory(
            solver,
            solverOptions.method().stages(),
            options.keepFactors(),
            options.memoryBudget(),
            backend);
    reversal =
        StepReversal.of(
            solverOptions.method(),
            solver.system(),
            solver.factorization(),
            vectors,
            workspace,
            reverseWork);
    points = LossPoints.of(objective, solverOptions.method());
    int n = problem.stateLength();
    parameters = problem.parameters();
    hostState = new double[n];
    hostGradient = new double[n];
    explicitParameterGradient = new double[problem.parameterLength()];
    state = workspace.allocate(n);
    stateGradient = workspace.allocate(n);
  }

  Gradient gradient() {
    Termination termination = solver.run(objective.end(problem.span()), history);
    forwardStatistics = solver.statistics();
    if (termination != Termination.SUCCESS) {
      return Gradient.failure(termination, "forward pass", solver.time(), statistics());
    }
    history.complete();
    points.startAtEnd();
    for (int k = history.size() - 1; k >= 0; k--) {
      termination = reverse(k);
      if (termination != Termination.SUCCESS) {
        return Gradient.failure(termination, "reverse pass", history.time(k + 1), statistics());
      }
    }
    points.start(problem.span().start(), this::initialPoint);
    return Gradient.ofFinite(
        loss,
        parameterGradient(),
        reversal.lambda().toArray(),
        "reverse pass",
        problem.span().start(),
        statistics());
  }

  /** Turns lambda from the derivative with respect to the end of step k into that of its start. */
  private Termination reverse(int k) {
    if (Thread.currentThread().isInterrupted()) {
      return Termination.INTERRUPTED;
    }
    Termination termination = history.recall(k);
    if (termination != Termination.SUCCESS) {
      return termination;
    }
    reversal.begin(history.record(k), solver.interval(history.time(k + 1)));
    points.stepBack(history.time(k), history.time(k + 1), this);
    if (!history.factored(k) && !reversal.refactor()) {
      return Termination.SINGULAR_MATRIX;
    }
    reversal.finish();
    return Termination.SUCCESS;
  }

  @Override
  public void point(int k, double t, double weight) {
    reversal.interpolate(t, state);
    state.read(hostState);
    evaluate(k, t, weight);
    reversal.addLossGradient(t, weight, stateGradient);
  }

  private void initialPoint(int k, double t, double weight) {
    System.arraycopy(problem.initialState(), 0, hostState, 0, hostState.length);
    evaluate(k, t, weight);
    Buffer[] terms = {reversal.lambda(), stateGradient};
    vectors.linearCombination(new double[] {1, weight}, terms, 2, reversal.lambda());
  }

  private void evaluate(int k, double t, double weight) {
    loss += weight * points.value(k, t, hostState, parameters);
    points.stateGradient(k, t, hostState, parameters, hostGradient);
    points.addParameterGradient(k, t, weight, hostState, parameters, explicitParameterGradient);
    stateGradient.write(hostGradient);
  }

  private double[] parameterGradient() {
    double[] gradient = reversal.parameterGradient().toArray();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += explicitParameterGradient[i];
    }
    return gradient;
  }

  private SensitivityStatistics statistics() {
    return new SensitivityStatistics(
        forwardStatistics,
        solver.statistics().since(forwardStatistics).plus(reverseWork.statistics()),
        workspace.bytes() + history.peakBytes(),
        Double.NaN);
  }

  @Override
  public void close() {
    history.close();
  }
}
