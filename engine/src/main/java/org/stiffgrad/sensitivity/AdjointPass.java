package org.stiffgrad.sensitivity;

import java.util.List;
import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.integrate.DenseOutput;
import org.stiffgrad.integrate.Integrator;
import org.stiffgrad.integrate.OdeSolver;
import org.stiffgrad.integrate.SmoothInterval;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.integrate.Work;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;

/**
 * One gradient by the continuous adjoint: the forward pass, kept as dense output, and the reverse
 * pass for lambda alone, with jumps at the loss times. How the parameter integral is taken is left
 * to a {@link ParameterIntegral}.
 */
final class AdjointPass {
  private static final double[] ONES = {1, 1};

  private final OdeProblem problem;
  private final Objective objective;
  private final SolverOptions options;
  private final ComputeBackend backend;
  private final Workspace workspace;
  private final VectorOperations vectors;
  private final OdeSolver forwardSolver;
  private final DenseOutput forward;
  private final Work reverseWork = new Work();
  private final double[] parameters;
  private final double[] hostState;
  private final double[] hostGradient;
  private final double[] explicitParameterGradient;
  private final Buffer jump;
  private final Buffer[] jumpTerms;
  private final Buffer state;

  private AdjointPass(
      OdeProblem problem,
      Objective objective,
      DerivativeSource derivatives,
      SolverOptions options,
      ComputeBackend backend,
      Workspace workspace) {
    this.problem = problem;
    this.objective = objective;
    this.options = options;
    this.backend = backend;
    this.workspace = workspace;
    vectors = backend.vectors();
    int n = problem.stateLength();
    forwardSolver = new OdeSolver(problem, derivatives, options, backend, workspace);
    forward = new DenseOutput(n, vectors, workspace);
    parameters = problem.parameters();
    hostState = new double[n];
    hostGradient = new double[n];
    explicitParameterGradient = new double[problem.parameterLength()];
    jump = workspace.allocate(n);
    jumpTerms = new Buffer[] {jump, jump};
    state = workspace.allocate(n);
  }

  /** Computes a gradient; all memory is released at the end. */
  static Gradient gradient(
      OdeProblem problem,
      Objective objective,
      DerivativeSource derivatives,
      SolverOptions options,
      ComputeBackend backend,
      ParameterIntegral.Factory integral) {
    objective.requireTimesWithin(problem.span());
    try (Workspace workspace = backend.newWorkspace()) {
      AdjointPass pass =
          new AdjointPass(problem, objective, derivatives, options, backend, workspace);
      return pass.gradient(integral.on(pass));
    }
  }

  SolverOptions options() {
    return options;
  }

  VectorOperations vectors() {
    return vectors;
  }

  Workspace workspace() {
    return workspace;
  }

  int stateLength() {
    return problem.stateLength();
  }

  int parameterLength() {
    return problem.parameterLength();
  }

  /**
   * {@code f_p(u(t), t)^T lambda} at {@code t = -tau}, the integrand of the parameter integral.
   *
   * @param result of the length of the parameters
   */
  void integrand(double tau, Buffer lambda, Buffer result) {
    forward.evaluate(-tau, state);
    forwardSolver.system().parameterVectorJacobianProduct(-tau, state, lambda, result);
    reverseWork.addVectorJacobianProducts(1);
  }

  private Gradient gradient(ParameterIntegral integral) {
    double[] times = objective.times();
    double end = times[times.length - 1];
    Termination termination = forwardSolver.run(end, forward);
    if (termination != Termination.SUCCESS) {
      return Gradient.failure(termination, "forward pass", forwardSolver.time(), statistics());
    }
    Integrator integrator = newReverseIntegrator();
    integrator.start(-end);
    double loss = 0;
    int k = times.length - 1;
    List<SmoothInterval> intervals = SmoothInterval.of(problem, end);
    for (int i = intervals.size() - 1; i >= 0; i--) {
      SmoothInterval interval = intervals.get(i);
      while (integrator.time() < -interval.start()) {
        while (k >= 0 && times[k] == -integrator.time()) {
          loss += addJump(k--, integrator);
        }
        double stop = k >= 0 ? Math.max(times[k], interval.start()) : interval.start();
        termination = integrator.advance(-stop, -interval.latest(), -interval.start(), integral);
        if (termination != Termination.SUCCESS) {
          return Gradient.failure(termination, "reverse pass", -integrator.time(), statistics());
        }
        integral.intervalEnded();
      }
    }
    while (k >= 0) {
      loss += addJump(k--, integrator);
    }
    return finish(loss, integral.value(), integrator.state());
  }

  private Integrator newReverseIntegrator() {
    AdjointSystem adjoint =
        new AdjointSystem(
            forwardSolver.system(),
            forwardSolver.factorization(),
            forward,
            vectors,
            workspace,
            reverseWork);
    return new Integrator(adjoint, options, backend, workspace, reverseWork);
  }

  /** {@code lambda += dg_k/du}; returns g_k. */
  private double addJump(int k, Integrator integrator) {
    double t = -integrator.time();
    if (forward.size() == 0) {
      System.arraycopy(problem.initialState(), 0, hostState, 0, hostState.length);
    } else {
      forward.evaluate(t, jump);
      jump.read(hostState);
    }
    objective.stateGradient(k, hostState, parameters, hostGradient);
    objective.addParameterGradient(k, hostState, parameters, explicitParameterGradient);
    jump.write(hostGradient);
    jumpTerms[0] = integrator.state();
    vectors.linearCombination(ONES, jumpTerms, 2, integrator.state());
    integrator.stateChanged();
    return objective.value(k, hostState, parameters);
  }

  private Gradient finish(double loss, Buffer integral, Buffer lambda) {
    double[] parameterGradient = integral.toArray();
    for (int i = 0; i < parameterGradient.length; i++) {
      parameterGradient[i] += explicitParameterGradient[i];
    }
    return Gradient.ofFinite(
        loss,
        parameterGradient,
        lambda.toArray(),
        "reverse pass",
        problem.span().start(),
        statistics());
  }

  private SensitivityStatistics statistics() {
    return new SensitivityStatistics(
        forwardSolver.statistics(), reverseWork.statistics(), workspace.bytes(), Double.NaN);
  }
}
