package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.RandomSeed;
import org.stiffgrad.integrate.SolverStatistics;
import org.stiffgrad.integrate.Termination;

/**
 * All methods but finite differences compute the same gradients of random problems, with random
 * losses, solvers and sources of derivatives. The seed in a failure's message repeats its case as
 * the first one.
 */
class EveryMethodAgreesTest {
  private static final int CASES = Integer.getInteger("stiffgrad.test.cases", 300);

  /**
   * What a step may add to the error of the end, in tolerances: its estimated local error is at
   * most one of them, but where the order is reduced by stiffness the error itself is several, its
   * continuous extension less accurate by a factor, and these systems amplify little.
   */
  private static final double TOLERANCES_A_STEP = 12;

  /** A gradient with the name of the method that computed it. */
  private record Named(String method, Gradient gradient) {
    long steps() {
      SolverStatistics forward = gradient.statistics().forward();
      SolverStatistics reverse = gradient.statistics().reverse();
      return forward.accepted() + reverse.accepted();
    }
  }

  @Test
  void onRandomCases() {
    try (ComputeBackend backend = Backends.open("scalar")) {
      RandomSeed seed = RandomSeed.next();
      for (int i = 0; i < CASES; i++) {
        RandomCase drawn = RandomCase.draw(seed.random());
        assertAgreement(drawn, gradients(drawn, seed, backend), seed);
        seed = new RandomSeed(seed.random().nextLong());
      }
    }
  }

  private static List<Named> gradients(RandomCase drawn, RandomSeed seed, ComputeBackend backend) {
    List<Named> gradients = new ArrayList<>();
    for (SensitivityMethod method : SensitivityMethods.all(drawn.source(), drawn.choices())) {
      if (!(method instanceof FiniteDifferences)) {
        Gradient gradient =
            method.gradient(drawn.problem(), drawn.objective(), drawn.solver(), backend);
        assertEquals(
            Termination.SUCCESS,
            gradient.termination(),
            () -> "%s: %s %s, %s".formatted(method.name(), gradient.message(), drawn, seed));
        gradients.add(new Named(method.name(), gradient));
      }
    }
    return gradients;
  }

  private static void assertAgreement(RandomCase drawn, List<Named> gradients, RandomSeed seed) {
    Named first = gradients.get(0);
    for (Named other : gradients.subList(1, gradients.size())) {
      double bound = TOLERANCES_A_STEP * (first.steps() + other.steps()) * drawn.solver().reltol();
      double loss = distance(losses(first), losses(other));
      double parameters = distance(scaled(first, drawn), scaled(other, drawn));
      double initialState =
          distance(first.gradient().initialState(), other.gradient().initialState());
      assertTrue(
          loss <= bound && parameters <= bound && initialState <= bound,
          () ->
              "%s and %s differ by %.1e in the loss, %.1e in dG/dp, %.1e in dG/du0, above %.1e: %s, %s"
                  .formatted(
                      first.method(),
                      other.method(),
                      loss,
                      parameters,
                      initialState,
                      bound,
                      drawn,
                      seed));
    }
  }

  private static double[] losses(Named named) {
    return new double[] {named.gradient().loss()};
  }

  /** {@code p_i dG/dp_i}: the change of the loss with the logarithm of each parameter. */
  private static double[] scaled(Named named, RandomCase drawn) {
    double[] gradient = named.gradient().parameters();
    double[] p = drawn.problem().parameters();
    for (int i = 0; i < p.length; i++) {
      gradient[i] *= p[i];
    }
    return gradient;
  }

  /** {@code ||x - y|| / (1 + ||x||)}: states, parameters' logarithms and losses are of size 1. */
  private static double distance(double[] x, double[] y) {
    double square = 0;
    double difference = 0;
    for (int i = 0; i < x.length; i++) {
      square += x[i] * x[i];
      difference += (x[i] - y[i]) * (x[i] - y[i]);
    }
    return Math.sqrt(difference) / (1 + Math.sqrt(square));
  }
}
