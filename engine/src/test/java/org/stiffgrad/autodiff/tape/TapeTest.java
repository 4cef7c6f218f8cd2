package org.stiffgrad.autodiff.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TapeTest {
  private final Tape tape = new Tape(length -> new double[(int) length]);

  /** A few roundings of one operation. */
  private static void assertClose(double expected, double actual) {
    assertEquals(expected, actual, 4 * Math.ulp(Math.max(1, Math.abs(expected))));
  }

  @ParameterizedTest
  @EnumSource
  void sweepsGiveThePartialDerivatives(ElementaryFunction function) {
    double[][] points = {{0.8, 1.3}, {1, 0.4}, {0.25, 0.25}};
    for (double[] point : points) {
      tape.clear();
      TapeNumber x = tape.variable(point[0]);
      TapeNumber y = tape.variable(point[1]);
      TapeNumber result = function.of(x, y);
      assertClose(function.value(point[0], point[1]), result.value());
      tape.clearDerivatives();
      tape.addDerivative(result, 2);
      tape.sweepReverse();
      assertClose(2 * function.inX(point[0], point[1]), tape.derivative(x));
      assertClose(2 * function.inY(point[0], point[1]), tape.derivative(y));
      tape.clearDerivatives();
      tape.addDerivative(x, 3);
      tape.addDerivative(y, -1);
      tape.sweepForward();
      double slope = 3 * function.inX(point[0], point[1]) - function.inY(point[0], point[1]);
      if (function != ElementaryFunction.CONSTANT && function != ElementaryFunction.POWER_ZERO) {
        assertClose(slope, tape.derivative(result));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void constantsAreNotDifferentiated(ElementaryFunction function) {
    TapeNumber x = tape.constant(0.8);
    TapeNumber y = tape.constant(1.3);
    TapeNumber result = function.of(x, y);
    assertClose(function.value(0.8, 1.3), result.value());
    tape.clearDerivatives();
    tape.addDerivative(result, 1);
    tape.sweepReverse();
    assertEquals(result == x ? 1 : 0, tape.derivative(x));
    assertEquals(0, tape.derivative(y));
  }

  @Test
  void numbersUsedSeveralTimesAddUp() {
    TapeNumber x = tape.variable(3);
    TapeNumber cube = x.times(x).times(x);
    tape.addDerivative(cube, 1);
    tape.addDerivative(x, 0.5);
    tape.sweepReverse();
    assertEquals(27.5, tape.derivative(x));
  }

  /* The derivative of a chain of x -> x + sin(x)/(i + 10) is the product of the slopes. */
  @Test
  void longTapesGrow() {
    TapeNumber start = tape.variable(0.3);
    TapeNumber x = start;
    double value = 0.3;
    double slope = 1;
    for (int i = 0; i < 200_000; i++) {
      x = x.plus(x.sin().dividedBy(i + 10));
      slope *= 1 + Math.cos(value) / (i + 10);
      value += Math.sin(value) / (i + 10);
    }
    assertEquals(value, x.value());
    tape.clearDerivatives();
    tape.addDerivative(x, 1);
    tape.sweepReverse();
    double reverse = tape.derivative(start);
    tape.clearDerivatives();
    tape.addDerivative(start, 1);
    tape.sweepForward();
    assertNotEquals(0, slope);
    /* Each of a million roundings changes the product by one half ulp at most. */
    double tolerance = 1e6 * Math.ulp(slope);
    assertEquals(slope, reverse, tolerance);
    assertEquals(slope, tape.derivative(x), tolerance);
  }

  @Test
  void clearedTapesRecordInTheSameMemory() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    double sum = 0;
    for (int run = 0; run < 200 && least > 0; run++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      tape.clear();
      TapeNumber x = tape.variable(run);
      TapeNumber y = x;
      for (int i = 0; i < 1000; i++) {
        y = y.times(0.5).plus(x);
      }
      tape.clearDerivatives();
      tape.addDerivative(y, 1);
      tape.sweepReverse();
      sum += tape.derivative(x);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least);
    assertNotEquals(0, sum);
    /* The variable; a constant, a product and a sum each time. */
    assertEquals(1 + 3 * 1000, tape.length());
  }
}
