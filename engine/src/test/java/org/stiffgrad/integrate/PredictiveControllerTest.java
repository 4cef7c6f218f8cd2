package org.stiffgrad.integrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PredictiveControllerTest {
  private static final int ORDER = 5;

  private final StepController controller = new PredictiveController(ORDER);

  /** The size whose error is 0.9^k where errors grow with the k-th power of the size. */
  private static double suggested(double h, double error) {
    return 0.9 * h * Math.pow(error, -1.0 / ORDER);
  }

  @Test
  void withoutHistoryThePresentErrorDecides() {
    assertEquals(suggested(2, 0.01), controller.afterAccepted(2, 0.01), 4 * Math.ulp(4.0));
    controller.afterAccepted(1, 0.9);
    controller.reset();
    assertEquals(suggested(2, 0.01), controller.afterAccepted(2, 0.01), 4 * Math.ulp(4.0));
  }

  @Test
  void aConstantCoefficientOfTheErrorPredictsTheSameSize() {
    double coefficient = 1e-3;
    double h = controller.afterAccepted(2, coefficient * Math.pow(2, ORDER));
    double error = coefficient * Math.pow(h, ORDER);
    assertEquals(suggested(h, error), controller.afterAccepted(h, error), 1e-14);
  }

  @Test
  void aGrowingCoefficientOfTheErrorShortensStepsAheadOfTheErrors() {
    controller.afterAccepted(1, 0.1);
    // Four times the error at the same size: the next step is chosen for four times as much again.
    double h = controller.afterAccepted(1, 0.4);
    assertEquals(suggested(1, 1.6), h, 1e-14);
    assertTrue(h < suggested(1, 0.4));
  }

  @Test
  void aShrinkingCoefficientOfTheErrorIsNotTrusted() {
    controller.afterAccepted(1, 0.08);
    assertEquals(suggested(1, 0.02), controller.afterAccepted(1, 0.02), 1e-14);
  }

  @Test
  void sizesChangeByNoMoreThanTheirLimitsAndNotByTrifles() {
    assertEquals(6 * 3.0, controller.afterAccepted(3, 0), 1e-14);
    controller.reset();
    assertEquals(3.0, controller.afterAccepted(3, Math.pow(0.85, ORDER)));
    assertEquals(3.0 / 5, controller.afterRejected(3, 1e9), 1e-14);
  }

  @Test
  void aRejectedStepShrinksEvenIfItsErrorIsBarelyTooLarge() {
    assertEquals(suggested(3, 2), controller.afterRejected(3, 2), 1e-14);
    assertTrue(controller.afterRejected(3, 1 + 1e-12) <= 0.9 * 3);
  }
}
