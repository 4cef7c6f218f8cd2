package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.OdeSystem;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Step;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.problem.Objective;

/**
 * What the adjoint equation with its integral tells a Rosenbrock method, against its right side.
 */
class AugmentedAdjointSystemTest {
  private static final double SHIFT = 30;

  /**
   * Examines the system at the end of every step of a pass; there a forward solution is at hand.
   */
  private static final class Examiner implements ParameterIntegral {
    private final AdjointPass pass;
    private final Random random = new Random(7);
    private final int length;
    private final Buffer error;
    private OdeSystem system;
    private int examined;

    Examiner(AdjointPass pass) {
      this.pass = pass;
      length = pass.stateLength() + pass.parameterLength();
      error = pass.workspace().allocate(pass.parameterLength());
    }

    @Override
    public OdeSystem integrated(AdjointSystem adjoint) {
      system =
          new AugmentedAdjointSystem(adjoint, pass.options(), pass.vectors(), pass.workspace());
      return system;
    }

    @Override
    public void accepted(Step step) {
      /* The later half of each reverse step that is not too short for differences. */
      if (step.end() - step.start() > 1e-3) {
        double tau = step.start() + 0.7123 * (step.end() - step.start());
        solvesWithItsOwnJacobian(tau);
        changesInTimeAsItSays(tau);
        examined++;
      }
    }

    private Buffer randomVector() {
      double[] values = new double[length];
      Arrays.setAll(values, i -> random.nextGaussian());
      return pass.workspace().allocate(values);
    }

    private double[] rightSide(double tau, Buffer y) {
      Buffer result = pass.workspace().allocate(length);
      system.rightHandSide(tau, y, result);
      return result.toArray();
    }

    /* The right-hand side is affine in (lambda, mu), so J x is a difference without error. */
    private void solvesWithItsOwnJacobian(double tau) {
      Buffer b = randomVector();
      Buffer x = pass.workspace().allocate(length);
      system.linearize(tau, randomVector());
      assertTrue(system.factor(SHIFT));
      system.solve(b, x);
      double[] atX = rightSide(tau, x);
      double[] atZero = rightSide(tau, pass.workspace().allocate(length));
      double[] solved = x.toArray();
      double[] image = new double[length];
      Arrays.setAll(image, i -> SHIFT * solved[i] - (atX[i] - atZero[i]));
      double distance = Oracle.relativeError(image, b.toArray());
      assertTrue(distance < 1e-11, () -> "W x - b: " + distance);
    }

    /* Central differences at step 1e-7 of a piecewise polynomial: rounding 1e-9, curvature less. */
    private void changesInTimeAsItSays(double tau) {
      double s = 1e-7;
      Buffer y = randomVector();
      Buffer derivative = pass.workspace().allocate(length);
      system.timeDerivative(tau, y, derivative);
      double[] after = rightSide(tau + s, y);
      double[] before = rightSide(tau - s, y);
      double[] difference = new double[length];
      Arrays.setAll(difference, i -> (after[i] - before[i]) / (2 * s));
      double distance = Oracle.relativeError(derivative.toArray(), difference);
      assertTrue(distance < 1e-5, () -> "time derivative: " + distance);
    }

    @Override
    public Buffer value(Buffer state) {
      return error;
    }

    @Override
    public Buffer error() {
      return error;
    }
  }

  @Test
  void agreesWithItsRightHandSide() {
    Examiner[] examiner = new Examiner[1];
    Objective loss =
        Objective.sum(
            Objective.integral(new IntegralLossTest.Mixed()),
            Objective.halfSquaredDistance(0.5, 0.4, 1.5));
    try (ComputeBackend backend = Backends.open("scalar")) {
      Gradient gradient =
          AdjointPass.gradient(
              IntegralLossTest.problem(),
              loss,
              new SymbolicDerivatives(),
              SensitivityOptions.defaults(),
              SolverOptions.defaults(),
              backend,
              pass -> examiner[0] = new Examiner(pass));
      assertEquals(Termination.SUCCESS, gradient.termination());
    }
    assertTrue(examiner[0].examined > 5);
  }
}
