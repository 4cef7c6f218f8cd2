package org.stiffgrad.integrate;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.VectorOperations;

/**
 * A first step size from the scales of the problem; Hairer, Norsett and Wanner, Solving Ordinary
 * Differential Equations I, section II.4.
 */
final class InitialStep {
  private static final double SMALL = 1e-5;
  private static final double TINY_STEP = 1e-6;

  private InitialStep() {}

  /**
   * @param end the end of the interval, an upper bound for the step
   * @param scratch three buffers of the system's dimension
   */
  static double estimate(
      OdeSystem system,
      VectorOperations vectors,
      double t,
      Buffer u,
      double end,
      EvaluationTimes times,
      SolverOptions options,
      Work work,
      Buffer[] scratch) {
    double abstol = options.abstol();
    double reltol = options.reltol();
    Buffer f = scratch[0];
    Buffer moved = scratch[1];
    Buffer difference = scratch[2];
    system.rightHandSide(times.clamp(t), u, f);
    double stateNorm = system.errorNorm(vectors, u, u, u, abstol, reltol);
    double slopeNorm = system.errorNorm(vectors, f, u, u, abstol, reltol);
    double explicit =
        stateNorm < SMALL || slopeNorm < SMALL ? TINY_STEP : 0.01 * stateNorm / slopeNorm;
    explicit = Math.min(explicit, end - t);

    double[] coefficients = {1, explicit};
    Buffer[] terms = {u, f};
    vectors.linearCombination(coefficients, terms, 2, moved);
    system.rightHandSide(times.clamp(t + explicit), moved, difference);
    work.rightHandSides += 2;
    coefficients[1] = -1;
    terms[0] = difference;
    vectors.linearCombination(coefficients, terms, 2, difference);
    double curvature = system.errorNorm(vectors, difference, u, u, abstol, reltol) / explicit;
    double largest = Math.max(slopeNorm, curvature);
    double step =
        largest <= 1e-15
            ? Math.max(TINY_STEP, explicit * 1e-3)
            : Math.pow(0.01 / largest, 1.0 / (options.method().order() + 1));
    step = Math.min(Math.min(100 * explicit, step), end - t);
    return step > 0 ? step : Math.min(TINY_STEP, end - t);
  }
}
