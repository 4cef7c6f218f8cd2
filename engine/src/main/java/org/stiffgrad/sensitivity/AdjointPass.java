package org.stiffgrad.sensitivity;

import java.util.List;
import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.integrate.Integrator;
import org.stiffgrad.integrate.OdeSolver;
import org.stiffgrad.integrate.SmoothInterval;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.SolverStatistics;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.integrate.Work;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;

/**
 * One gradient by the continuous adjoint: the forward pass, kept as {@link ForwardSolution}, and
 * the reverse pass, with jumps of lambda at the loss times. How the parameter integral is taken is
 * left to a {@link ParameterIntegral}.
 */
final class AdjointPass {
  /**
   * The reverse pass pauses whenever it has passed this many steps of the state, so that it cannot
   * step over a layer of the forward solution which none of its stages sees. Steps of the state
   * shrink by many powers of ten towards a layer, so that some of them suffice, and cost little.
   */
  private static final int FORWARD_STEPS_AT_ONCE = 4;

  private final OdeProblem problem;
  private final Objective objective;
  private final SolverOptions options;
  private final ComputeBackend backend;
  private final Workspace workspace;
  private final VectorOperations vectors;
  private final OdeSolver forwardSolver;
  private final ForwardSolution forward;
  private final AdjointSystem adjoint;
  private final Work reverseWork = new Work();
  private final double[] parameters;
  private final double[] hostState;
  private final double[] hostGradient;
  private final double[] hostLambda;
  private final double[] explicitParameterGradient;
  private final Buffer state;
  private SolverStatistics forwardStatistics = SolverStatistics.NONE;
  private double integralError = Double.NaN;

  private AdjointPass(
      OdeProblem problem,
      Objective objective,
      DerivativeSource derivatives,
      SensitivityOptions choices,
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
    forwardSolver =
        new OdeSolver(
            problem, derivatives, LossPoints.withStops(options, objective), backend, workspace);
    forward =
        new ForwardSolution(
            problem, forwardSolver, options, choices.memoryBudget(), vectors, workspace);
    adjoint =
        new AdjointSystem(
            forwardSolver.system(),
            forwardSolver.factorization(),
            forward,
            new RunningLossTerms(objective.integrand(), problem, vectors, workspace),
            vectors,
            workspace,
            reverseWork);
    parameters = problem.parameters();
    hostState = workspace.allocateHost(n);
    hostGradient = workspace.allocateHost(n);
    hostLambda = workspace.allocateHost(n);
    explicitParameterGradient = workspace.allocateHost(problem.parameterLength());
    state = workspace.allocate(n);
  }

  /** Computes a gradient; all memory is released at the end. */
  static Gradient gradient(
      OdeProblem problem,
      Objective objective,
      DerivativeSource derivatives,
      SensitivityOptions choices,
      SolverOptions options,
      ComputeBackend backend,
      ParameterIntegral.Factory integral) {
    objective.requireTimesWithin(problem.span());
    try (Workspace workspace = backend.newWorkspace()) {
      AdjointPass pass =
          new AdjointPass(problem, objective, derivatives, choices, options, backend, workspace);
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
   * {@code f_p(u(t), t)^T lambda + g_p} at {@code t = -tau}, the integrand of the parameter
   * integral.
   *
   * @param result of the length of the parameters
   */
  void integrand(double tau, Buffer lambda, Buffer result) {
    adjoint.integrand(tau, lambda, result);
  }

  /** Says that {@link #integrand} will be asked for at some times. */
  void anticipateIntegrand(double[] taus, int count) {
    adjoint.anticipateIntegrand(taus, count);
  }

  private Gradient gradient(ParameterIntegral integral) {
    double end = objective.end(problem.span());
    LossValue loss = new LossValue(problem, objective, options, workspace);
    loss.start(problem.initialState(), parameters);
    Termination termination = forward.run(end, loss);
    forwardStatistics = forwardSolver.statistics();
    if (termination != Termination.SUCCESS) {
      return Gradient.failure(termination, "forward pass", forwardSolver.time(), statistics());
    }
    Integrator integrator =
        new Integrator(integral.integrated(adjoint), options, backend, workspace, reverseWork);
    integrator.start(-end);
    termination = integrateBack(integrator, integral, SmoothInterval.of(problem, end));
    if (termination != Termination.SUCCESS) {
      return Gradient.failure(termination, "reverse pass", -integrator.time(), statistics());
    }
    return finish(loss.value(), integral, integrator.state());
  }

  /** From the end to the initial time, through the jumps at both. */
  private Termination integrateBack(
      Integrator integrator, ParameterIntegral integral, List<SmoothInterval> intervals) {
    Termination prepared = forward.prepareBefore(-integrator.time());
    if (prepared != Termination.SUCCESS) {
      return prepared;
    }
    double[] times = objective.times();
    int k = addJumps(times.length - 1, times, integrator);
    for (int i = intervals.size() - 1; i >= 0; i--) {
      SmoothInterval interval = intervals.get(i);
      while (integrator.time() < -interval.start()) {
        Termination termination = forward.prepareBefore(-integrator.time());
        if (termination != Termination.SUCCESS) {
          return termination;
        }
        double earliest = Math.max(interval.start(), forward.start());
        double latest = Math.min(interval.latest(), forward.end());
        double pause = forward.stepsBefore(FORWARD_STEPS_AT_ONCE, -integrator.time());
        double stop = Math.max(pause, k >= 0 ? Math.max(times[k], earliest) : earliest);
        termination = integrator.advance(-stop, -latest, -earliest, integral);
        if (termination != Termination.SUCCESS) {
          return termination;
        }
        integral.intervalEnded();
        k = addJumps(k, times, integrator);
      }
    }
    return Termination.SUCCESS;
  }

  /** Makes lambda jump for every loss time that is now; returns the index of the next one. */
  private int addJumps(int last, double[] times, Integrator integrator) {
    int k = last;
    while (k >= 0 && times[k] == -integrator.time()) {
      addJump(k--, integrator);
    }
    return k;
  }

  /** {@code lambda += dg_k/du}. */
  private void addJump(int k, Integrator integrator) {
    forward.read(-integrator.time(), state, hostState);
    objective.stateGradient(k, hostState, parameters, hostGradient);
    objective.addParameterGradient(k, hostState, parameters, explicitParameterGradient);
    integrator.state().read(hostLambda);
    for (int i = 0; i < hostLambda.length; i++) {
      hostLambda[i] += hostGradient[i];
    }
    integrator.state().write(hostLambda);
    integrator.stateChanged();
  }

  private Gradient finish(double loss, ParameterIntegral integral, Buffer adjointState) {
    double[] parameterGradient = integral.value(adjointState).toArray();
    for (int i = 0; i < parameterGradient.length; i++) {
      parameterGradient[i] += explicitParameterGradient[i];
    }
    integralError = Math.sqrt(vectors.dot(integral.error(), integral.error()));
    double[] initialStateGradient = new double[problem.stateLength()];
    adjointState.read(initialStateGradient);
    return Gradient.ofFinite(
        loss,
        parameterGradient,
        initialStateGradient,
        "reverse pass",
        problem.span().start(),
        statistics());
  }

  /* Steps taken again belong to the reverse pass, which needs them. */
  private SensitivityStatistics statistics() {
    return new SensitivityStatistics(
        forwardStatistics,
        reverseWork.statistics().plus(forwardSolver.statistics().since(forwardStatistics)),
        workspace.bytes(),
        integralError);
  }
}
