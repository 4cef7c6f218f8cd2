package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.OdeSystem;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Step;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.tableau.Tableau;
import org.stiffgrad.tableau.Tableaus;

/** The estimated error of the parameter integral against the error that it has. */
class IntegralErrorTest {
  private final ComputeBackend backend = Backends.open("scalar");
  private final OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(3));
  private final Objective loss = GradientContract.documentLoss();

  @AfterEach
  void close() {
    backend.close();
  }

  static List<SensitivityMethod> adjoints() {
    return GradientContract.adjoints();
  }

  /** The same steps of the same system with the integral of each taken on many panels. */
  private static final class FineIntegral implements ParameterIntegral {
    private static final int PANELS = 100;

    private final AdjointPass pass;
    private final boolean augmented;
    private final GaussLegendre rule = new GaussLegendre(5);
    private final Buffer integral;
    private final Buffer integrand;
    private final Buffer interpolated;
    private final Buffer lambda;

    FineIntegral(AdjointPass pass, boolean augmented) {
      this.pass = pass;
      this.augmented = augmented;
      int n = pass.stateLength();
      integral = pass.workspace().allocate(pass.parameterLength());
      integrand = pass.workspace().allocate(pass.parameterLength());
      interpolated = pass.workspace().allocate(augmented ? n + pass.parameterLength() : n);
      lambda = pass.workspace().allocate(n);
    }

    @Override
    public OdeSystem integrated(AdjointSystem adjoint) {
      return augmented
          ? new AugmentedAdjointSystem(adjoint, pass.options(), pass.vectors(), pass.workspace())
          : adjoint;
    }

    @Override
    public void accepted(Step step) {
      double h = (step.end() - step.start()) / PANELS;
      for (int panel = 0; panel < PANELS; panel++) {
        for (int i = 0; i < rule.points(); i++) {
          double tau = step.start() + h * (panel + rule.node(i));
          step.interpolate(tau, interpolated);
          pass.vectors().copy(interpolated, 0, lambda, 0, pass.stateLength());
          pass.integrand(tau, lambda, integrand);
          pass.vectors()
              .linearCombination(
                  new double[] {1, h * rule.weight(i)},
                  new Buffer[] {integral, integrand},
                  2,
                  integral);
        }
      }
    }

    @Override
    public Buffer value(Buffer state) {
      return integral;
    }

    @Override
    public Buffer error() {
      return integrand;
    }
  }

  private static SolverOptions options(Tableau tableau, double factor) {
    return SolverOptions.defaults()
        .withMethod(tableau)
        .withTolerances(1e-5 * factor, 1e-7 * factor);
  }

  private double estimate(SensitivityMethod method, SolverOptions options) {
    return method.gradient(problem, loss, options, backend).statistics().integralError();
  }

  /** The distance of the gradient to the one with the same steps and a fine quadrature. */
  private double error(SensitivityMethod method, SolverOptions options) {
    Gradient fine =
        AdjointPass.gradient(
            problem,
            loss,
            new SymbolicDerivatives(),
            SensitivityOptions.defaults(),
            options,
            backend,
            pass -> new FineIntegral(pass, method instanceof InterpolatingAdjoint));
    assertEquals(Termination.SUCCESS, fine.termination());
    double[] p = method.gradient(problem, loss, options, backend).parameters();
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      double d = p[i] - fine.parameters()[i];
      sum += d * d;
    }
    return Math.sqrt(sum);
  }

  /*
   * An estimate is the error of a rule of lower order, or falls with the decay of coefficients: it
   * may exceed the error by some orders of magnitude, and must not be far below.
   */
  @ParameterizedTest
  @MethodSource("adjoints")
  void isOfTheSizeOfTheErrorAtLooseTolerances(SensitivityMethod method) {
    for (Tableau tableau : List.of(Tableaus.RODAS5, Tableaus.RODAS5P, Tableaus.ROSENBROCK23)) {
      double estimate = estimate(method, options(tableau, 100));
      double error = error(method, options(tableau, 100));
      String where = method.name() + " " + tableau.name() + ": " + estimate + " for " + error;
      assertTrue(estimate > error / 2, where);
      assertTrue(estimate < 1000 * error, where);
    }
  }

  /* From one to the next the tolerance falls by a thousand; a single step may be lucky once. */
  @ParameterizedTest
  @MethodSource("adjoints")
  void isPositiveAndFallsWithTheTolerance(SensitivityMethod method) {
    double former = Double.POSITIVE_INFINITY;
    for (double factor : new double[] {100, 0.1, 1e-4}) {
      double estimate = estimate(method, options(Tableaus.RODAS5, factor));
      assertTrue(estimate > 0, method.name());
      double before = former;
      assertTrue(
          estimate < former / 10, () -> method.name() + ": " + estimate + " after " + before);
      former = estimate;
    }
  }
}
