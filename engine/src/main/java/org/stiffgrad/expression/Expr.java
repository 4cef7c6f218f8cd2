package org.stiffgrad.expression;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stiffgrad.model.Scalar;

/**
 * A node of a per-cell expression.
 *
 * <p>Nodes are hash-consed within one {@link Pool}: two nodes of a pool that mean the same
 * operation on the same arguments are the same object, so common subexpressions exist once and
 * equality is identity. Construction folds constants and applies the identities that hold for all
 * finite numbers ({@code x + 0}, {@code 1 x}, {@code 0 x}, {@code x - x}, {@code -(-x)}).
 *
 * <p>Not safe for use by several threads at once while nodes are being made.
 */
public final class Expr implements Scalar<Expr> {
  private final Pool pool;
  private final int id;
  private final Key key;

  private Expr(Pool pool, int id, Key key) {
    this.pool = pool;
    this.id = id;
    this.key = key;
  }

  /** What makes a node itself; {@code field}, {@code di} and {@code dj} are zero where unused. */
  private record Key(
      Operation operation,
      List<Expr> arguments,
      double value,
      @org.jspecify.annotations.Nullable StencilOperand operand,
      int field,
      int di,
      int dj) {}

  /** A set of expressions that share their common parts. */
  public static final class Pool {
    private final Map<Key, Expr> nodes = new HashMap<>();

    private Expr intern(Key key) {
      Expr known = nodes.get(key);
      if (known == null) {
        known = new Expr(this, nodes.size(), key);
        nodes.put(key, known);
      }
      return known;
    }

    private Expr leaf(Operation operation, int di, int dj) {
      return intern(new Key(operation, List.of(), 0, null, 0, di, dj));
    }

    public Expr constant(double value) {
      return intern(new Key(Operation.CONSTANT, List.of(), value + 0.0, null, 0, 0, 0));
    }

    /** A read of a field of an operand, {@code di} steps along x and {@code dj} along y away. */
    public Expr field(StencilOperand operand, int field, int di, int dj) {
      return intern(new Key(Operation.FIELD, List.of(), 0, operand, field, di, dj));
    }

    /** The x coordinate, {@code di} steps along x away. */
    public Expr x(int di) {
      return leaf(Operation.X, di, 0);
    }

    /** The y coordinate, {@code dj} steps along y away. */
    public Expr y(int dj) {
      return leaf(Operation.Y, 0, dj);
    }

    public Expr time() {
      return leaf(Operation.TIME, 0, 0);
    }

    public Expr spacing() {
      return leaf(Operation.SPACING, 0, 0);
    }

    /** The operation on the given arguments, simplified. */
    Expr apply(Operation operation, double value, List<Expr> arguments) {
      Expr simpler = Simplification.simplify(this, operation, value, arguments);
      return simpler != null
          ? simpler
          : intern(new Key(operation, arguments, value, null, 0, 0, 0));
    }
  }

  public Operation operation() {
    return key.operation();
  }

  public List<Expr> arguments() {
    return key.arguments();
  }

  public Expr argument(int i) {
    return key.arguments().get(i);
  }

  /** The number of a constant, the exponent of a power, else 0. */
  public double value() {
    return key.value();
  }

  /** The operand a {@link Operation#FIELD} node reads. */
  public StencilOperand operand() {
    StencilOperand operand = key.operand();
    if (operand == null) {
      throw new IllegalStateException(operation() + " reads no operand.");
    }
    return operand;
  }

  /** The field index of a {@link Operation#FIELD} node within its operand. */
  public int field() {
    return key.field();
  }

  /** The offset along x of a leaf. */
  public int di() {
    return key.di();
  }

  /** The offset along y of a leaf. */
  public int dj() {
    return key.dj();
  }

  /** A number that orders the nodes of a pool such that arguments come before their users. */
  public int id() {
    return id;
  }

  public Pool pool() {
    return pool;
  }

  /**
   * The derivative of this node, by the chain rule.
   *
   * @param ofArguments the derivatives of its arguments, at least one
   */
  public Expr tangent(List<Expr> ofArguments) {
    return Differentiation.chainRule(this, ofArguments);
  }

  public boolean isConstant() {
    return operation() == Operation.CONSTANT;
  }

  /** Whether this is the constant of exactly this value. */
  public boolean isConstant(double value) {
    return isConstant() && value() == value;
  }

  private Expr binary(Operation operation, Expr other) {
    return pool.apply(operation, 0, List.of(this, other));
  }

  private Expr unary(Operation operation) {
    return pool.apply(operation, 0, List.of(this));
  }

  @Override
  public Expr constant(double value) {
    return pool.constant(value);
  }

  @Override
  public Expr plus(Expr addend) {
    return binary(Operation.ADD, addend);
  }

  @Override
  public Expr minus(Expr subtrahend) {
    return binary(Operation.SUBTRACT, subtrahend);
  }

  @Override
  public Expr times(Expr factor) {
    return binary(Operation.MULTIPLY, factor);
  }

  @Override
  public Expr dividedBy(Expr divisor) {
    return binary(Operation.DIVIDE, divisor);
  }

  @Override
  public Expr negate() {
    return unary(Operation.NEGATE);
  }

  @Override
  public Expr sqrt() {
    return unary(Operation.SQRT);
  }

  @Override
  public Expr exp() {
    return unary(Operation.EXP);
  }

  @Override
  public Expr log() {
    return unary(Operation.LOG);
  }

  @Override
  public Expr sin() {
    return unary(Operation.SIN);
  }

  @Override
  public Expr cos() {
    return unary(Operation.COS);
  }

  @Override
  public Expr tanh() {
    return unary(Operation.TANH);
  }

  @Override
  public Expr pow(double exponent) {
    return pool.apply(Operation.POWER, exponent, List.of(this));
  }

  @Override
  public Expr ifAtMost(Expr bound, Expr then, Expr otherwise) {
    return pool.apply(Operation.SELECT, 0, List.of(this, bound, then, otherwise));
  }

  /** A readable form, fully parenthesised; equal for equal expressions of different pools. */
  @Override
  public String toString() {
    return switch (operation()) {
      case CONSTANT -> Double.toString(value());
      case FIELD -> operand() + "[" + field() + "](" + di() + "," + dj() + ")";
      case X -> "x(" + di() + ")";
      case Y -> "y(" + dj() + ")";
      case TIME -> "t";
      case SPACING -> "dx";
      case ADD -> "(" + argument(0) + " + " + argument(1) + ")";
      case SUBTRACT -> "(" + argument(0) + " - " + argument(1) + ")";
      case MULTIPLY -> "(" + argument(0) + " * " + argument(1) + ")";
      case DIVIDE -> "(" + argument(0) + " / " + argument(1) + ")";
      case NEGATE -> "(-" + argument(0) + ")";
      case POWER -> "pow(" + argument(0) + ", " + value() + ")";
      case SELECT ->
          "(%s <= %s ? %s : %s)".formatted(argument(0), argument(1), argument(2), argument(3));
      case SQRT, EXP, LOG, SIN, COS, TANH -> operation() + "(" + argument(0) + ")";
    };
  }
}
