package org.stiffgrad.expression;

/** The kinds of node of an expression. */
public enum Operation {
  /** A number, {@link Expr#value()}. */
  CONSTANT(0),
  /** A read of a field of an operand in a neighbouring cell. */
  FIELD(0),
  /** The x coordinate of the cell {@link Expr#di()} steps along x. */
  X(0),
  /** The y coordinate of the cell {@link Expr#dj()} steps along y. */
  Y(0),
  TIME(0),
  /** The grid spacing dx. */
  SPACING(0),
  ADD(2),
  SUBTRACT(2),
  MULTIPLY(2),
  DIVIDE(2),
  NEGATE(1),
  SQRT(1),
  EXP(1),
  LOG(1),
  SIN(1),
  COS(1),
  TANH(1),
  /** First argument to the constant power {@link Expr#value()}. */
  POWER(1),
  /** {@code argument 0 <= argument 1 ? argument 2 : argument 3}. */
  SELECT(4);

  private final int arity;

  Operation(int arity) {
    this.arity = arity;
  }

  /** The number of arguments. */
  public int arity() {
    return arity;
  }

  /** The value of the operation on numbers, in IEEE double arithmetic without contraction. */
  public double apply(double a, double b, double c, double d, double constant) {
    return switch (this) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case NEGATE -> -a;
      case SQRT -> Math.sqrt(a);
      case EXP -> Math.exp(a);
      case LOG -> Math.log(a);
      case SIN -> Math.sin(a);
      case COS -> Math.cos(a);
      case TANH -> Math.tanh(a);
      case POWER -> Math.pow(a, constant);
      case SELECT -> a <= b ? c : d;
      case CONSTANT, FIELD, X, Y, TIME, SPACING ->
          throw new IllegalArgumentException(this + " is a leaf and has no value of its own.");
    };
  }
}
