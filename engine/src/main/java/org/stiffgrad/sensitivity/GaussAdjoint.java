package org.stiffgrad.sensitivity;

import java.util.Arrays;
import java.util.List;
import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.integrate.DenseOutput;
import org.stiffgrad.integrate.Integrator;
import org.stiffgrad.integrate.OdeSolver;
import org.stiffgrad.integrate.SmoothInterval;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.SolverStatistics;
import org.stiffgrad.integrate.Step;
import org.stiffgrad.integrate.StepObserver;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.integrate.Work;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;

/**
 * The continuous adjoint with the parameter integral taken by Gauss-Legendre quadrature inside each
 * accepted step of the reverse pass:
 *
 * <pre>
 *   dG/dp = sum over reverse steps, points q of h w_q f_p(u(t_q), t_q)^T lambda(t_q) + sum dg_k/dp
 * </pre>
 *
 * <p>Both u and lambda come from the continuous extensions of their steps. Only lambda, of the
 * length of the state, is integrated, so the cost of the reverse pass does not grow with the number
 * of parameters beyond one product {@code f_p^T lambda} per point. The forward solution is kept as
 * dense output.
 *
 * <p>Source: the method is SciMLSensitivity's {@code GaussAdjoint}; Norcliffe and Deisenroth,
 * Faster Training of Neural ODEs Using Gauss-Legendre Quadrature (2023).
 */
public final class GaussAdjoint implements SensitivityMethod {
  private final DerivativeSource derivatives;

  /** With symbolic derivatives. */
  public GaussAdjoint() {
    this(new SymbolicDerivatives());
  }

  /** With derivatives of the given source. */
  public GaussAdjoint(DerivativeSource derivatives) {
    this.derivatives = derivatives;
  }

  @Override
  public String name() {
    return "gauss-adjoint";
  }

  @Override
  public Gradient gradient(
      OdeProblem problem, Objective objective, SolverOptions options, ComputeBackend backend) {
    objective.requireTimesWithin(problem.span());
    try (Workspace workspace = backend.newWorkspace()) {
      return new Run(problem, objective, options, backend, workspace).gradient();
    }
  }

  /** One computation: its inputs, its memory and the two passes. */
  private final class Run {
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
    private final double[] ones = {1, 1};

    Run(
        OdeProblem problem,
        Objective objective,
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
    }

    Gradient gradient() {
      double[] times = objective.times();
      double end = times[times.length - 1];
      Termination termination = forwardSolver.run(end, forward);
      if (termination != Termination.SUCCESS) {
        return Gradient.failure(termination, "forward pass", forwardSolver.time(), statistics());
      }
      AdjointSystem adjoint =
          new AdjointSystem(
              forwardSolver.system(),
              forwardSolver.factorization(),
              forward,
              vectors,
              workspace,
              reverseWork);
      Integrator integrator = new Integrator(adjoint, options, backend, workspace, reverseWork);
      Quadrature quadrature = new Quadrature();
      double loss = 0;
      int k = times.length - 1;
      integrator.start(-end);
      List<SmoothInterval> intervals = SmoothInterval.of(problem, end);
      for (int i = intervals.size() - 1; i >= 0; i--) {
        SmoothInterval interval = intervals.get(i);
        while (integrator.time() < -interval.start()) {
          if (k >= 0 && times[k] == -integrator.time()) {
            loss += addJump(k--, integrator);
          }
          double stop = k >= 0 ? Math.max(times[k], interval.start()) : interval.start();
          termination =
              integrator.advance(-stop, -interval.latest(), -interval.start(), quadrature);
          if (termination != Termination.SUCCESS) {
            return Gradient.failure(termination, "reverse pass", -integrator.time(), statistics());
          }
        }
      }
      if (k >= 0) {
        loss += addJump(k, integrator);
      }
      return finish(loss, quadrature.integral, integrator.state());
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
      vectors.linearCombination(ones, jumpTerms, 2, integrator.state());
      integrator.stateChanged();
      return objective.value(k, hostState, parameters);
    }

    private Gradient finish(double loss, Buffer integral, Buffer lambda) {
      double[] parameterGradient = integral.toArray();
      for (int i = 0; i < parameterGradient.length; i++) {
        parameterGradient[i] += explicitParameterGradient[i];
      }
      double[] initialStateGradient = lambda.toArray();
      if (!Double.isFinite(loss)
          || !allFinite(parameterGradient)
          || !allFinite(initialStateGradient)) {
        return Gradient.failure(
            Termination.NON_FINITE_STATE, "reverse pass", problem.span().start(), statistics());
      }
      return Gradient.success(loss, parameterGradient, initialStateGradient, statistics());
    }

    private boolean allFinite(double[] values) {
      return Arrays.stream(values).allMatch(Double::isFinite);
    }

    private SensitivityStatistics statistics() {
      SolverStatistics reverse = reverseWork.statistics();
      return new SensitivityStatistics(forwardSolver.statistics(), reverse, workspace.bytes());
    }

    /** Adds each reverse step's share of the parameter integral. */
    private final class Quadrature implements StepObserver {
      private final GaussLegendre rule;
      private final Buffer integral;
      private final Buffer state;
      private final Buffer lambda;
      private final Buffer[] terms;
      private final double[] coefficients;

      /*
       * Interpolants have degree rows + 1, so rows + 2 points integrate the product of two of them
       * exactly. Fewer points, such as suffice for the order of the method, dominate the gradient's
       * error: where the solution is stiff a step spans more than the derivative of the integrand
       * that an order counts on.
       */
      Quadrature() {
        rule = new GaussLegendre(options.method().interpolationRows() + 2);
        integral = workspace.allocate(problem.parameterLength());
        state = workspace.allocate(problem.stateLength());
        lambda = workspace.allocate(problem.stateLength());
        terms = new Buffer[1 + rule.points()];
        terms[0] = integral;
        for (int q = 0; q < rule.points(); q++) {
          terms[1 + q] = workspace.allocate(problem.parameterLength());
        }
        coefficients = new double[terms.length];
      }

      @Override
      public void accepted(Step step) {
        double h = step.end() - step.start();
        coefficients[0] = 1;
        for (int q = 0; q < rule.points(); q++) {
          double tau = step.start() + h * rule.node(q);
          step.interpolate(tau, lambda);
          forward.evaluate(-tau, state);
          forwardSolver.system().parameterVectorJacobianProduct(-tau, state, lambda, terms[1 + q]);
          coefficients[1 + q] = h * rule.weight(q);
        }
        reverseWork.addVectorJacobianProducts(rule.points());
        vectors.linearCombination(coefficients, terms, terms.length, integral);
      }
    }
  }
}
