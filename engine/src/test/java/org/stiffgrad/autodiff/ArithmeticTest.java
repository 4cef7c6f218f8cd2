package org.stiffgrad.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.stiffgrad.model.Scalar;

/** Derivatives of dual numbers and tangents beneath those of whole models. */
class ArithmeticTest {
  private static Dual variable(double value) {
    return Dual.of(value, new double[] {1});
  }

  private static Tangent<Dual> moving(double value) {
    return Tangent.of(variable(value), Dual.ofConstant(1));
  }

  /** Uses all operations with plain numbers. */
  private static <T extends Scalar<T>> T plain(T x) {
    return x.times(3).plus(2).dividedBy(4).minus(0.5).square();
  }

  /** The same with constants of the arithmetic. */
  private static <T extends Scalar<T>> T lifted(T x) {
    T y =
        x.times(x.constant(3)).plus(x.constant(2)).dividedBy(x.constant(4)).minus(x.constant(0.5));
    return y.times(y);
  }

  private static void assertSame(Tangent<Dual> expected, Tangent<Dual> actual) {
    assertEquals(expected.value().value(), actual.value().value());
    assertEquals(expected.value().partial(0), actual.value().partial(0));
    assertEquals(expected.derivative().value(), actual.derivative().value());
    assertEquals(expected.derivative().partial(0), actual.derivative().partial(0));
  }

  @Test
  void plainNumbersActAsConstants() {
    /* Dyadic numbers: every operation is exact. */
    assertSame(lifted(moving(1.5)), plain(moving(1.5)));
    assertSame(lifted(Tangent.fixed(variable(1.5))), plain(Tangent.fixed(variable(1.5))));
  }

  @Test
  void powersAreDifferentiatedAtZero() {
    double[] second = {0, 0, 2, 0};
    for (int exponent = 0; exponent < second.length; exponent++) {
      Tangent<Dual> power = moving(0).pow(exponent);
      assertEquals(exponent == 0 ? 1 : 0, power.value().value());
      assertEquals(exponent == 1 ? 1 : 0, power.value().partial(0));
      assertEquals(exponent == 1 ? 1 : 0, power.derivative().value());
      assertEquals(second[exponent], power.derivative().partial(0));
    }
  }

  @Test
  void constantsHaveNoDerivativeWhateverTheirSlope() {
    /* The slope of the square root at zero is infinite, and zero times that is no number. */
    Tangent<Dual> root = Tangent.fixed(Dual.ofConstant(0)).sqrt();
    assertEquals(0, root.value().partial(0));
    assertEquals(0, root.derivative().value());
  }
}
