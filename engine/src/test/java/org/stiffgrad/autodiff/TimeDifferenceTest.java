package org.stiffgrad.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class TimeDifferenceTest {
  private static final double[] JUMPS = {1, 1 + 0x1p-10};

  /** A parabola of its own between jumps, right-continuous. */
  private static double function(double t) {
    return t < JUMPS[0] ? 3 * t * t : t < JUMPS[1] ? 100 - t * t : -70 + 5 * t;
  }

  private static double derivative(double t) {
    return t < JUMPS[0] ? 6 * t : t < JUMPS[1] ? -2 * t : 5;
  }

  private static double difference(double t, double step, DoubleUnaryOperator f) {
    TimeDifference difference = TimeDifference.at(t, step, JUMPS);
    double sum = 0;
    for (int i = 0; i < difference.points(); i++) {
      sum += difference.factor(i) * f.applyAsDouble(difference.time(t, i));
    }
    return sum;
  }

  /** Formulas of second order are exact for parabolas; values up to 100 are rounded over h. */
  @Test
  void staysOnItsSideOfEveryJump() {
    double step = 0x1p-8;
    double[] times = {
      0.5, 1 - 0x1p-9, Math.nextDown(1.0), 1, 1 + 0x1p-12, Math.nextDown(JUMPS[1]), JUMPS[1], 1.5
    };
    for (double t : times) {
      double h = TimeDifference.at(t, step, JUMPS).h();
      assertTrue(h > 0x1p-14, "h = " + h);
      double rounding = 8 * Math.ulp(100.0) / h;
      assertEquals(
          derivative(t), difference(t, step, TimeDifferenceTest::function), rounding, "t = " + t);
    }
  }

  @Test
  void isCentralWhereNothingHinders() {
    TimeDifference difference = TimeDifference.at(0.5, 0x1p-8, JUMPS);
    assertEquals(2, difference.points());
    assertEquals(0x1p-8, difference.h());
  }
}
