package org.stiffgrad.autodiff.tape;

import java.util.function.DoubleBinaryOperator;
import org.stiffgrad.model.Scalar;

/** Every operation of a number as a function of x and y, with its partial derivatives. */
enum ElementaryFunction {
  PLUS((x, y) -> x + y, (x, y) -> 1, (x, y) -> 1),
  MINUS((x, y) -> x - y, (x, y) -> 1, (x, y) -> -1),
  TIMES((x, y) -> x * y, (x, y) -> y, (x, y) -> x),
  DIVIDED_BY((x, y) -> x / y, (x, y) -> 1 / y, (x, y) -> -x / (y * y)),
  NEGATE((x, y) -> -x, (x, y) -> -1),
  SQRT((x, y) -> Math.sqrt(x), (x, y) -> 1 / (2 * Math.sqrt(x))),
  EXP((x, y) -> Math.exp(x), (x, y) -> Math.exp(x)),
  LOG((x, y) -> Math.log(x), (x, y) -> 1 / x),
  SIN((x, y) -> Math.sin(x), (x, y) -> Math.cos(x)),
  COS((x, y) -> Math.cos(x), (x, y) -> -Math.sin(x)),
  TANH((x, y) -> Math.tanh(x), (x, y) -> 1 / (Math.cosh(x) * Math.cosh(x))),
  POWER((x, y) -> Math.pow(x, 2.5), (x, y) -> 2.5 * Math.pow(x, 1.5)),
  POWER_ZERO((x, y) -> 1, (x, y) -> 0),
  POWER_TWO((x, y) -> x * x, (x, y) -> 2 * x),
  SQUARE((x, y) -> x * x, (x, y) -> 2 * x),
  PLUS_NUMBER((x, y) -> x + 0.7, (x, y) -> 1),
  MINUS_NUMBER((x, y) -> x - 0.7, (x, y) -> 1),
  TIMES_NUMBER((x, y) -> x * 0.7, (x, y) -> 0.7),
  DIVIDED_BY_NUMBER((x, y) -> x / 0.7, (x, y) -> 1 / 0.7),
  NUMBER_MINUS((x, y) -> 0.7 - x, (x, y) -> -1),
  NUMBER_DIVIDED_BY((x, y) -> 0.7 / x, (x, y) -> -0.7 / (x * x)),
  CONSTANT((x, y) -> 0.7, (x, y) -> 0),
  LESSER((x, y) -> Math.min(x, y), (x, y) -> x <= y ? 1 : 0, (x, y) -> x <= y ? 0 : 1),
  /* Where it is taken, both branches are finite. */
  GUARDED_ROOT((x, y) -> x <= 1 ? x : Math.sqrt(x - 1), (x, y) -> 1);

  private final DoubleBinaryOperator value;
  private final DoubleBinaryOperator inX;
  private final DoubleBinaryOperator inY;

  ElementaryFunction(
      DoubleBinaryOperator value, DoubleBinaryOperator inX, DoubleBinaryOperator inY) {
    this.value = value;
    this.inX = inX;
    this.inY = inY;
  }

  ElementaryFunction(DoubleBinaryOperator value, DoubleBinaryOperator inX) {
    this(value, inX, (x, y) -> 0);
  }

  double value(double x, double y) {
    return value.applyAsDouble(x, y);
  }

  double inX(double x, double y) {
    return inX.applyAsDouble(x, y);
  }

  double inY(double x, double y) {
    return inY.applyAsDouble(x, y);
  }

  /** The function in some arithmetic. */
  <T extends Scalar<T>> T of(T x, T y) {
    return switch (this) {
      case PLUS -> x.plus(y);
      case MINUS -> x.minus(y);
      case TIMES -> x.times(y);
      case DIVIDED_BY -> x.dividedBy(y);
      case NEGATE -> x.negate();
      case SQRT -> x.sqrt();
      case EXP -> x.exp();
      case LOG -> x.log();
      case SIN -> x.sin();
      case COS -> x.cos();
      case TANH -> x.tanh();
      case POWER -> x.pow(2.5);
      case POWER_ZERO -> x.pow(0);
      case POWER_TWO -> x.pow(2);
      case SQUARE -> x.square();
      case PLUS_NUMBER -> x.plus(0.7);
      case MINUS_NUMBER -> x.minus(0.7);
      case TIMES_NUMBER -> x.times(0.7);
      case DIVIDED_BY_NUMBER -> x.dividedBy(0.7);
      case NUMBER_MINUS -> x.constant(0.7).minus(x);
      case NUMBER_DIVIDED_BY -> x.constant(0.7).dividedBy(x);
      case CONSTANT -> x.constant(0.7);
      case LESSER -> x.ifAtMost(y, x, y);
      /* The root is taken of zero or less, with a slope that is infinite or no number. */
      case GUARDED_ROOT -> x.ifAtMost(x.constant(1), x, x.minus(1).sqrt());
    };
  }
}
