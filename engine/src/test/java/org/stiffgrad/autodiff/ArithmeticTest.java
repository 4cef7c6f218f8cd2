package org.stiffgrad.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.stiffgrad.model.Scalar;

/** Derivatives of dual numbers and tangents beneath those of whole models. */
class ArithmeticTest {
  private static DualNumbers variable(double value) {
    return DualNumbers.of(new double[] {value}, new double[] {1});
  }

  private static Tangent<DualNumbers> moving(double value) {
    return Tangent.of(variable(value), DualNumbers.ofConstant(1));
  }

  private static double partial(DualNumbers number) {
    double[] partials = number.partials();
    return partials.length == 0 ? 0 : partials[0];
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

  private static void assertSame(Tangent<DualNumbers> expected, Tangent<DualNumbers> actual) {
    assertEquals(expected.value().value(0), actual.value().value(0));
    assertEquals(partial(expected.value()), partial(actual.value()));
    assertEquals(expected.derivative().value(0), actual.derivative().value(0));
    assertEquals(partial(expected.derivative()), partial(actual.derivative()));
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
      Tangent<DualNumbers> power = moving(0).pow(exponent);
      assertEquals(exponent == 0 ? 1 : 0, power.value().value(0));
      assertEquals(exponent == 1 ? 1 : 0, partial(power.value()));
      assertEquals(exponent == 1 ? 1 : 0, power.derivative().value(0));
      assertEquals(second[exponent], partial(power.derivative()));
    }
  }

  @Test
  void constantsHaveNoDerivativeWhateverTheirSlope() {
    /* The slope of the square root at zero is infinite, and zero times that is no number. */
    Tangent<DualNumbers> root = Tangent.fixed(DualNumbers.ofConstant(0)).sqrt();
    assertEquals(0, partial(root.value()));
    assertEquals(0, root.derivative().value(0));
  }
}
