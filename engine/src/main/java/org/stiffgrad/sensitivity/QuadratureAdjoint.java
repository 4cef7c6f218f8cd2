package org.stiffgrad.sensitivity;

import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.DenseOutput;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Step;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;

/**
 * The continuous adjoint with lambda kept as dense output between loss times; on each such interval
 * the parameter integral is then taken by adaptive Gauss-Kronrod quadrature (G7-K15) within the
 * solver's tolerances. It starts from the steps of lambda: over a whole interval the points of the
 * first pair would miss the layers that lambda has behind a loss time when the problem is stiff.
 *
 * <p>The forward solution is dense as well. The benchmark document's rows of this method
 * interpolate a forward solution linearly between points 0.1 apart, which is cheaper and far less
 * accurate.
 *
 * <p>Source: SciMLSensitivity's {@code QuadratureAdjoint}; Kim et al., Stiff Neural Ordinary
 * Differential Equations, Chaos 31 (2021), 093122.
 */
public final class QuadratureAdjoint implements SensitivityMethod {
  private static final GaussKronrod RULE = new GaussKronrod(7);

  private final DerivativeSource derivatives;
  private final SensitivityOptions options;

  /** With symbolic derivatives and default options. */
  public QuadratureAdjoint() {
    this(new SymbolicDerivatives(), SensitivityOptions.defaults());
  }

  /**
   * @param derivatives where derivatives come from
   * @param options heeded: {@code memoryBudget}
   */
  public QuadratureAdjoint(DerivativeSource derivatives, SensitivityOptions options) {
    this.derivatives = derivatives;
    this.options = options;
  }

  @Override
  public String name() {
    return "quadrature-adjoint";
  }

  @Override
  public Gradient gradient(
      OdeProblem problem,
      Objective objective,
      SolverOptions solverOptions,
      ComputeBackend backend) {
    return AdjointPass.gradient(
        problem, objective, derivatives, options, solverOptions, backend, IntervalByInterval::new);
  }

  private static final class IntervalByInterval implements ParameterIntegral {
    private final AdaptiveQuadrature quadrature;
    private final DenseOutput lambda;

    IntervalByInterval(AdjointPass pass) {
      quadrature = new AdaptiveQuadrature(pass, RULE);
      lambda = new DenseOutput(pass.stateLength(), pass.vectors(), pass.workspace());
    }

    @Override
    public void accepted(Step step) {
      lambda.accepted(step);
    }

    @Override
    public void intervalEnded() {
      for (int k = 0; k < lambda.size(); k++) {
        quadrature.add(lambda.knot(k), lambda.knot(k + 1), lambda::evaluate);
      }
      lambda.clear();
    }

    @Override
    public Buffer value(Buffer state) {
      return quadrature.value();
    }

    @Override
    public Buffer error() {
      return quadrature.error();
    }
  }
}
