package org.stiffgrad.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Cell;
import org.stiffgrad.model.GrayScott2d;
import org.stiffgrad.model.Scalar;
import org.stiffgrad.model.StencilModel;

class ExprTest {
  private final Expr.Pool pool = new Expr.Pool();
  private final Expr u = pool.field(StencilOperand.STATE, 0, 0, 0);
  private final Expr v = pool.field(StencilOperand.STATE, 1, 0, 0);

  /** The value of an expression where its leaves have the given values. */
  static double evaluate(Expr e, Map<Expr, Double> leaves) {
    if (e.isConstant()) {
      return e.value();
    }
    Double leaf = leaves.get(e);
    if (leaf != null) {
      return leaf;
    }
    double[] a = new double[4];
    for (int i = 0; i < e.arguments().size(); i++) {
      a[i] = evaluate(e.argument(i), leaves);
    }
    return e.operation().apply(a[0], a[1], a[2], a[3], e.value());
  }

  @Test
  void equalExpressionsAreOneNode() {
    assertSame(u.times(v).plus(u), u.plus(v.times(u)));
    assertSame(u.square(), u.pow(2));
    assertNotSame(u.minus(v), v.minus(u));
    assertNotSame(u, pool.field(StencilOperand.STATE, 0, 1, 0));
  }

  @Test
  void constantsFoldAndIdentitiesSimplify() {
    assertTrue(pool.constant(2).times(pool.constant(3)).plus(1).isConstant(7));
    assertSame(u, u.plus(0.0).times(1).minus(0.0).dividedBy(1));
    assertTrue(u.times(0).isConstant(0));
    assertTrue(u.minus(u).isConstant(0));
    assertSame(u, u.negate().negate());
    assertSame(u.minus(v), u.plus(v.negate()));
    assertSame(v.minus(u), u.minus(v).negate());
    assertSame(u, v.ifAtMost(u, u, u));
    assertTrue(u.pow(0).isConstant(1));
  }

  /** Every operation's derivative against a fourth-order difference, error about 1e-11. */
  @Test
  void derivativesAgreeWithDifferences() {
    List<UnaryOperator<Expr>> functions =
        List.of(
            x -> x.plus(v).times(x),
            x -> v.minus(x.times(3)),
            x -> v.dividedBy(x),
            x -> x.dividedBy(v.plus(x)),
            Expr::negate,
            Expr::sqrt,
            Expr::exp,
            Expr::log,
            Expr::sin,
            Expr::cos,
            Expr::tanh,
            x -> x.pow(2.7),
            x -> x.ifAtMost(v, x.square(), x.exp()),
            x -> v.ifAtMost(x, x.square(), x.exp()),
            x -> x.times(v).sin().exp().plus(x.square().dividedBy(x.plus(1)).sqrt()));
    double at = 0.83;
    double s = 1e-3;
    for (int k = 0; k < functions.size(); k++) {
      Expr f = functions.get(k).apply(u);
      double difference =
          (8 * (at(f, at + s) - at(f, at - s)) - (at(f, at + 2 * s) - at(f, at - 2 * s)))
              / (12 * s);
      double derivative = at(Differentiation.derivative(f, u), at);
      assertEquals(difference, derivative, 1e-9 * (1 + Math.abs(difference)), "function " + k);
    }
  }

  private double at(Expr f, double value) {
    return evaluate(f, Map.of(u, value, v, 1.3));
  }

  @Test
  void derivativeOfASharedExpressionStaysShared() {
    Expr power = u;
    for (int i = 0; i < 40; i++) {
      power = power.times(power);
    }
    Expr derivative = Differentiation.derivative(power, u);
    assertTrue(Differentiation.reachable(List.of(derivative)).size() < 200);
  }

  @Test
  void shiftMovesEveryReadAndCoordinate() {
    Expr e = u.times(pool.x(0)).plus(pool.y(1)).plus(pool.time());
    Expr moved =
        pool.field(StencilOperand.STATE, 0, 2, -1)
            .times(pool.x(2))
            .plus(pool.y(0))
            .plus(pool.time());
    assertSame(moved, Differentiation.shift(e, 2, -1));
  }

  @Test
  void canonicalFormIdentifiesEqualProgramsOfDifferentPools() {
    ModelPrograms first = new ModelPrograms(new Brusselator2d());
    ModelPrograms second = new ModelPrograms(new Brusselator2d());
    for (int i = 0; i < first.all().size(); i++) {
      assertEquals(first.all().get(i).canonicalForm(), second.all().get(i).canonicalForm());
    }
    assertFalse(
        first
            .rightHandSide()
            .canonicalForm()
            .equals(new ModelPrograms(new GrayScott2d()).rightHandSide().canonicalForm()));
  }

  @Test
  void theBrusselatorHasTwelveJacobianEntriesAndNoTimeDerivative() {
    ModelPrograms programs = new ModelPrograms(new Brusselator2d());
    assertEquals(12, programs.jacobian().entries().size());
    assertEquals(0, programs.jacobian().program().radius());
    assertEquals(1, programs.rightHandSide().radius());
    assertTrue(programs.timeDerivative().isZero());
    assertTrue(programs.timeDerivativeState().isZero());
  }

  @Test
  void aModelThatForgetsAComponentOrReadsBeyondItsFieldsIsRefused() {
    IllegalArgumentException forgotten =
        assertThrows(IllegalArgumentException.class, () -> new ModelPrograms(broken(false)));
    assertTrue(forgotten.getMessage().contains("component v"), forgotten::getMessage);
    IllegalArgumentException beyond =
        assertThrows(IllegalArgumentException.class, () -> new ModelPrograms(broken(true)));
    assertTrue(beyond.getMessage().contains("component 7"), beyond::getMessage);
  }

  private static StencilModel broken(boolean readsBeyond) {
    return new StencilModel() {
      @Override
      public String name() {
        return "broken";
      }

      @Override
      public List<String> components() {
        return List.of("u", "v");
      }

      @Override
      public List<String> parameters() {
        return List.of();
      }

      @Override
      public <T extends Scalar<T>> void cell(Cell<T> cell, T[] dudt) {
        dudt[0] = cell.state(readsBeyond ? 7 : 1);
      }

      @Override
      public double initialValue(int component, double x, double y) {
        return 0;
      }

      @Override
      public double parameterValue(int parameter) {
        return 0;
      }
    };
  }
}
