package org.stiffgrad.sensitivity;

import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Step;
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
    return AdjointPass.gradient(problem, objective, derivatives, options, backend, Quadrature::new);
  }

  /** Adds each reverse step's share of the parameter integral. */
  private static final class Quadrature implements ParameterIntegral {
    private final AdjointPass pass;
    private final VectorOperations vectors;
    private final GaussLegendre rule;
    private final Buffer integral;
    private final Buffer lambda;
    private final Buffer[] terms;
    private final double[] coefficients;

    /*
     * Interpolants have degree rows + 1, so rows + 2 points integrate the product of two of them
     * exactly. Fewer points, such as suffice for the order of the method, dominate the gradient's
     * error: where the solution is stiff a step spans more than the derivative of the integrand
     * that an order counts on.
     */
    Quadrature(AdjointPass pass) {
      this.pass = pass;
      vectors = pass.vectors();
      rule = new GaussLegendre(pass.options().method().interpolationRows() + 2);
      integral = pass.workspace().allocate(pass.parameterLength());
      lambda = pass.workspace().allocate(pass.stateLength());
      terms = new Buffer[1 + rule.points()];
      terms[0] = integral;
      for (int q = 0; q < rule.points(); q++) {
        terms[1 + q] = pass.workspace().allocate(pass.parameterLength());
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
        pass.integrand(tau, lambda, terms[1 + q]);
        coefficients[1 + q] = h * rule.weight(q);
      }
      vectors.linearCombination(coefficients, terms, terms.length, integral);
    }

    @Override
    public Buffer value() {
      return integral;
    }
  }
}
