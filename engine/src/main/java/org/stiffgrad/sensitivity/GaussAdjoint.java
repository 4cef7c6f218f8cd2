package org.stiffgrad.sensitivity;

import java.util.Arrays;
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
 * <p>The error of the quadrature is estimated from the decay of the integrand's Legendre
 * coefficients in each step, which the same points give; after Berntsen and Espelid, Error
 * Estimation in Automatic Quadrature Routines, ACM TOMS 17 (1991).
 *
 * <p>Source: the method is SciMLSensitivity's {@code GaussAdjoint}; Norcliffe and Deisenroth,
 * Faster Training of Neural ODEs Using Gauss-Legendre Quadrature (2023).
 */
public final class GaussAdjoint implements SensitivityMethod {
  private final DerivativeSource derivatives;
  private final SensitivityOptions options;

  /** With symbolic derivatives and default options. */
  public GaussAdjoint() {
    this(new SymbolicDerivatives(), SensitivityOptions.defaults());
  }

  /**
   * @param derivatives where derivatives come from
   * @param options heeded: {@code memoryBudget}
   */
  public GaussAdjoint(DerivativeSource derivatives, SensitivityOptions options) {
    this.derivatives = derivatives;
    this.options = options;
  }

  @Override
  public String name() {
    return "gauss-adjoint";
  }

  @Override
  public Gradient gradient(
      OdeProblem problem,
      Objective objective,
      SolverOptions solverOptions,
      ComputeBackend backend) {
    return AdjointPass.gradient(
        problem, objective, derivatives, options, solverOptions, backend, Quadrature::new);
  }

  /*
   * Interpolants have degree rows + 1, so rows + 2 points integrate the product of two of them
   * exactly. Fewer points, such as suffice for the order of the method, dominate the gradient's
   * error: where the solution is stiff a step spans more than the derivative of the integrand that
   * an order counts on.
   */
  static int points(SolverOptions options) {
    return options.method().interpolationRows() + 2;
  }

  /** Adds each reverse step's share of the parameter integral. */
  static final class Quadrature implements ParameterIntegral {
    private final AdjointPass pass;
    private final VectorOperations vectors;
    private final GaussLegendre rule;
    private final Buffer integral;
    private final Buffer error;
    private final Buffer lambda;
    private final Buffer[] terms;
    private final double[] taus;
    private final double[] coefficients;
    private final double[] lastCoefficients;
    private final double[] beforeLastCoefficients;
    private final Buffer expansion;
    private final Buffer[] errorTerms;
    private final double[] errorFactors = new double[2];

    Quadrature(AdjointPass pass) {
      this.pass = pass;
      vectors = pass.vectors();
      rule = new GaussLegendre(points(pass.options()));
      integral = pass.workspace().allocate(pass.parameterLength());
      error = pass.workspace().allocate(pass.parameterLength());
      lambda = pass.workspace().allocate(pass.stateLength());
      taus = new double[rule.points()];
      terms = new Buffer[1 + rule.points()];
      terms[0] = integral;
      for (int q = 0; q < rule.points(); q++) {
        terms[1 + q] = pass.workspace().allocate(pass.parameterLength());
      }
      coefficients = new double[terms.length];
      lastCoefficients = coefficientWeights(rule.points() - 1);
      beforeLastCoefficients = coefficientWeights(rule.points() - 2);
      expansion = pass.workspace().allocate(pass.parameterLength());
      errorTerms = new Buffer[] {error, expansion};
    }

    @Override
    public void accepted(Step step) {
      double h = step.end() - step.start();
      for (int q = 0; q < rule.points(); q++) {
        taus[q] = step.start() + h * rule.node(q);
      }
      pass.anticipateIntegrand(taus, taus.length);
      for (int q = 0; q < rule.points(); q++) {
        double tau = taus[q];
        step.interpolate(tau, lambda);
        pass.integrand(tau, lambda, terms[1 + q]);
        coefficients[1 + q] = h * rule.weight(q);
      }
      coefficients[0] = 1;
      terms[0] = integral;
      vectors.linearCombination(coefficients, terms, terms.length, integral);
      addError(h);
    }

    /*
     * The two highest Legendre coefficients c and b that the points determine: the rules of degrees
     * just above and below them differ by c, and coefficients fall by |c| / |b| from one degree to
     * the next. Two more degrees are counted on, fewer than a smooth integrand would allow, because
     * the forward interpolant is only continuous where a forward step ends within a reverse one.
     */
    private void addError(double h) {
      expand(h, beforeLastCoefficients);
      double former = Math.sqrt(vectors.dot(expansion, expansion));
      expand(h, lastCoefficients);
      double last = Math.sqrt(vectors.dot(expansion, expansion));
      double decay = last < former ? last / former : 1;
      errorFactors[0] = 1;
      errorFactors[1] = decay * decay;
      vectors.linearCombination(errorFactors, errorTerms, 2, error);
    }

    private void expand(double h, double[] weights) {
      coefficients[0] = 0;
      for (int q = 0; q < rule.points(); q++) {
        coefficients[1 + q] = h * weights[q];
      }
      vectors.linearCombination(coefficients, terms, terms.length, expansion);
    }

    private double[] coefficientWeights(int degree) {
      double[] weights = new double[rule.points()];
      Arrays.setAll(weights, q -> rule.coefficientWeight(degree, q));
      return weights;
    }

    @Override
    public Buffer value(Buffer state) {
      return integral;
    }

    @Override
    public Buffer error() {
      return error;
    }
  }
}
