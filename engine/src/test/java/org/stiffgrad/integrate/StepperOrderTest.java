package org.stiffgrad.integrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.tableau.RosenbrockTableau;
import org.stiffgrad.tableau.RungeKuttaTableau;
import org.stiffgrad.tableau.Tableau;
import org.stiffgrad.tableau.Tableaus;

/** The errors of fixed steps shrink with the step as the order of each method says. */
class StepperOrderTest {
  private static final double END = 2;

  static List<Tableau> tableaus() {
    return Tableaus.all();
  }

  private record Errors(double endPoint, double dense) {}

  private static Stepper stepper(
      Tableau tableau, ComputeBackend backend, Workspace workspace, Work work) {
    OdeSystem system = new ManufacturedSystem();
    return tableau instanceof RosenbrockTableau rosenbrock
        ? new RosenbrockStepper(rosenbrock, system, backend, workspace, work)
        : new RungeKuttaStepper((RungeKuttaTableau) tableau, system, backend, workspace, work);
  }

  private static Errors errors(Tableau tableau, int steps) {
    try (ComputeBackend backend = Backends.open("scalar");
        Workspace workspace = backend.newWorkspace()) {
      Stepper stepper = stepper(tableau, backend, workspace, new Work());
      Buffer u = workspace.allocate(ManufacturedSystem.exact(0));
      Buffer next = workspace.allocate(2);
      Buffer error = workspace.allocate(2);
      Step step = new Step(stepper, error);
      Buffer inside = workspace.allocate(2);
      double h = END / steps;
      double dense = 0;
      for (int k = 0; k < steps; k++) {
        double t = k * h;
        stepper.begin(t, u, k > 0);
        stepper.attempt(t, h, u, EvaluationTimes.ALL, next, error);
        step.set(t, t + h, u, next);
        for (double theta : new double[] {0.2, 0.5, 0.8}) {
          step.interpolate(t + theta * h, inside);
          dense = Math.max(dense, distance(inside, t + theta * h));
        }
        Buffer former = u;
        u = next;
        next = former;
      }
      return new Errors(distance(u, END), dense);
    }
  }

  private static double distance(Buffer u, double t) {
    double[] exact = ManufacturedSystem.exact(t);
    double[] values = u.toArray();
    return Math.hypot(values[0] - exact[0], values[1] - exact[1]);
  }

  /** The least-squares slope of log error over log h for step counts that double. */
  private static double slope(double[] errors) {
    int n = errors.length;
    double meanX = (n - 1) / 2.0;
    double covariance = 0;
    double variance = 0;
    for (int k = 0; k < n; k++) {
      covariance += (k - meanX) * Math.log(errors[k]) / Math.log(2);
      variance += (k - meanX) * (k - meanX);
    }
    return -covariance / variance;
  }

  @ParameterizedTest
  @MethodSource("tableaus")
  void observedOrdersAreThoseOfTheTableau(Tableau tableau) {
    /* Fine enough to be asymptotic, coarse enough that rounding errors stay ten times smaller. */
    int first = 96;
    double[] endPoint = new double[3];
    double[] dense = new double[3];
    for (int k = 0; k < 3; k++) {
      Errors errors = errors(tableau, first << k);
      endPoint[k] = errors.endPoint();
      dense[k] = errors.dense();
    }
    assertEquals(tableau.order(), slope(endPoint), 0.2, "end point");
    /* Within a step the interpolant errs by O(h^(q+1)) on top of the solution's O(h^p). */
    int expected = Math.min(tableau.order(), tableau.interpolationOrder() + 1);
    assertEquals(expected, slope(dense), 0.2, "dense output");
  }
}
