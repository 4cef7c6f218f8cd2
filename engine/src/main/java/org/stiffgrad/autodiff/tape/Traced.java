package org.stiffgrad.autodiff.tape;

import java.util.Map;
import org.stiffgrad.expression.Expr;
import org.stiffgrad.model.Scalar;

/**
 * A number of a recording that is being made: what it is in terms of the inputs, and its value at
 * the inputs of the moment, by which branches are taken.
 */
public final class Traced implements Scalar<Traced> {
  private final Expr expression;
  private final double value;
  private final Map<Guard, Boolean> guards;

  Traced(Expr expression, double value, Map<Guard, Boolean> guards) {
    this.expression = expression;
    this.value = value;
    this.guards = guards;
  }

  Expr expression() {
    return expression;
  }

  private Traced of(Expr result, double resultValue) {
    return new Traced(result, resultValue, guards);
  }

  @Override
  public Traced constant(double number) {
    return of(expression.constant(number), number);
  }

  @Override
  public Traced plus(Traced b) {
    return of(expression.plus(b.expression), value + b.value);
  }

  @Override
  public Traced minus(Traced b) {
    return of(expression.minus(b.expression), value - b.value);
  }

  @Override
  public Traced times(Traced b) {
    return of(expression.times(b.expression), value * b.value);
  }

  @Override
  public Traced dividedBy(Traced b) {
    return of(expression.dividedBy(b.expression), value / b.value);
  }

  @Override
  public Traced negate() {
    return of(expression.negate(), -value);
  }

  @Override
  public Traced sqrt() {
    return of(expression.sqrt(), Math.sqrt(value));
  }

  @Override
  public Traced exp() {
    return of(expression.exp(), Math.exp(value));
  }

  @Override
  public Traced log() {
    return of(expression.log(), Math.log(value));
  }

  @Override
  public Traced sin() {
    return of(expression.sin(), Math.sin(value));
  }

  @Override
  public Traced cos() {
    return of(expression.cos(), Math.cos(value));
  }

  @Override
  public Traced tanh() {
    return of(expression.tanh(), Math.tanh(value));
  }

  @Override
  public Traced pow(double exponent) {
    return of(expression.pow(exponent), Math.pow(value, exponent));
  }

  /**
   * The branch that the present values take; that they take it becomes a condition of the recording
   * unless it can never change.
   */
  @Override
  public Traced ifAtMost(Traced bound, Traced then, Traced otherwise) {
    boolean taken = value <= bound.value;
    boolean fixed = expression.isConstant() && bound.expression.isConstant();
    if (!fixed && then.expression != otherwise.expression) {
      guards.put(new Guard(expression, bound.expression), taken);
    }
    return taken ? then : otherwise;
  }
}
