package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;

/**
 * Compares a gradient with differences of the loss along a random direction of the parameters and
 * one of the initial state.
 *
 * <p>The fourth-order formula at step s errs by O(s^4) plus the solver's error over s: at tolerance
 * 1e-11 and s = 1e-3 each about 1e-8, here allowed ten times.
 */
final class DirectionalDifferences {
  static final SolverOptions TIGHT = SolverOptions.defaults().withTolerances(1e-11, 1e-11);

  private static final double STEP = 1e-3;

  private DirectionalDifferences() {}

  static void assertAgreement(
      SensitivityMethod method, OdeProblem problem, Objective loss, ComputeBackend backend) {
    Gradient gradient = gradient(method, problem, loss, backend);
    Random random = new Random(20261122);
    double[] p = problem.parameters();
    double[] u = problem.initialState();
    double[] dp = Arrays.stream(p).map(x -> x * random.nextGaussian()).toArray();
    double[] du = Arrays.stream(u).map(x -> (0.1 + x) * random.nextGaussian()).toArray();
    assertDirection(
        dot(gradient.parameters(), dp),
        s -> gradient(method, problem.withParameters(add(p, s, dp)), loss, backend).loss());
    assertDirection(
        dot(gradient.initialState(), du),
        s -> gradient(method, problem.withInitialState(add(u, s, du)), loss, backend).loss());
  }

  private static Gradient gradient(
      SensitivityMethod method, OdeProblem problem, Objective loss, ComputeBackend backend) {
    Gradient gradient = method.gradient(problem, loss, TIGHT, backend);
    assertEquals(Termination.SUCCESS, gradient.termination(), gradient::message);
    return gradient;
  }

  private static void assertDirection(double derivative, DoubleUnaryOperator loss) {
    double s = STEP;
    double difference =
        (8 * (loss.applyAsDouble(s) - loss.applyAsDouble(-s))
                - (loss.applyAsDouble(2 * s) - loss.applyAsDouble(-2 * s)))
            / (12 * s);
    assertEquals(difference, derivative, 1e-7 * Math.abs(difference));
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  private static double[] add(double[] x, double s, double[] d) {
    return IntStream.range(0, x.length).mapToDouble(i -> x[i] + s * d[i]).toArray();
  }
}
