package org.stiffgrad.sensitivity;

import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.integrate.OdeSystem;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Step;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;

/**
 * The continuous adjoint with the parameter integral mu as part of the differential equation: the
 * integrator controls the errors of lambda and mu together, on an interpolated forward solution.
 *
 * <p>mu is accumulated over the whole pass, jumps of lambda do not touch it: its error weights are
 * then relative to the gradient that is wanted and not to the share of a single interval.
 *
 * <p>Source: SciMLSensitivity's {@code InterpolatingAdjoint}; CVODES, whose adjoint modules
 * integrate over an interpolated forward solution (Serban and Hindmarsh 2005).
 */
public final class InterpolatingAdjoint implements SensitivityMethod {
  private final DerivativeSource derivatives;
  private final SensitivityOptions options;

  /** With symbolic derivatives and default options. */
  public InterpolatingAdjoint() {
    this(new SymbolicDerivatives(), SensitivityOptions.defaults());
  }

  /**
   * @param derivatives where derivatives come from
   * @param options heeded: {@code memoryBudget}
   */
  public InterpolatingAdjoint(DerivativeSource derivatives, SensitivityOptions options) {
    this.derivatives = derivatives;
    this.options = options;
  }

  @Override
  public String name() {
    return "interpolating-adjoint";
  }

  @Override
  public Gradient gradient(
      OdeProblem problem,
      Objective objective,
      SolverOptions solverOptions,
      ComputeBackend backend) {
    return AdjointPass.gradient(
        problem, objective, derivatives, options, solverOptions, backend, Integrated::new);
  }

  static final class Integrated implements ParameterIntegral {
    private final AdjointPass pass;
    private final VectorOperations vectors;
    private final Buffer integral;
    private final Buffer error;
    private final Buffer[] terms;
    private final double[] factors = {1, 1 / AugmentedAdjointSystem.ERROR_FACTOR};

    Integrated(AdjointPass pass) {
      this.pass = pass;
      vectors = pass.vectors();
      integral = pass.workspace().allocate(pass.parameterLength());
      error = pass.workspace().allocate(pass.parameterLength());
      terms = new Buffer[] {error, pass.workspace().allocate(pass.parameterLength())};
    }

    @Override
    public OdeSystem integrated(AdjointSystem adjoint) {
      return new AugmentedAdjointSystem(adjoint, pass.options(), vectors, pass.workspace());
    }

    @Override
    public void accepted(Step step) {
      vectors.copy(step.error(), pass.stateLength(), terms[1], 0, pass.parameterLength());
      vectors.linearCombination(factors, terms, 2, error);
    }

    @Override
    public Buffer value(Buffer state) {
      vectors.copy(state, pass.stateLength(), integral, 0, pass.parameterLength());
      return integral;
    }

    @Override
    public Buffer error() {
      return error;
    }
  }
}
