package org.stiffgrad.sensitivity;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Step;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;

/**
 * The continuous adjoint of {@link GaussAdjoint} with the error of the parameter integral
 * controlled: each accepted reverse step is integrated by a Gauss-Kronrod pair, G3-K7 for a method
 * of order 5, and halved until the pair agrees within the solver's tolerances.
 */
public final class GaussKronrodAdjoint implements SensitivityMethod {
  private final DerivativeSource derivatives;
  private final SensitivityOptions options;

  /** With symbolic derivatives and default options. */
  public GaussKronrodAdjoint() {
    this(new SymbolicDerivatives(), SensitivityOptions.defaults());
  }

  /**
   * @param derivatives where derivatives come from
   * @param options heeded: {@code memoryBudget}
   */
  public GaussKronrodAdjoint(DerivativeSource derivatives, SensitivityOptions options) {
    this.derivatives = derivatives;
    this.options = options;
  }

  @Override
  public String name() {
    return "gauss-kronrod-adjoint";
  }

  @Override
  public Gradient gradient(
      OdeProblem problem,
      Objective objective,
      SolverOptions solverOptions,
      ComputeBackend backend) {
    return AdjointPass.gradient(
        problem, objective, derivatives, options, solverOptions, backend, StepByStep::new);
  }

  static final class StepByStep implements ParameterIntegral, AdaptiveQuadrature.Lambda {
    private final AdaptiveQuadrature quadrature;
    private @Nullable Step current;

    /* The Gauss rule alone has the order of the method. */
    StepByStep(AdjointPass pass) {
      quadrature =
          new AdaptiveQuadrature(pass, new GaussKronrod((pass.options().method().order() + 1) / 2));
    }

    @Override
    public void accepted(Step step) {
      current = step;
      quadrature.add(step.start(), step.end(), this);
    }

    @Override
    public void evaluate(double tau, Buffer result) {
      Objects.requireNonNull(current).interpolate(tau, result);
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
