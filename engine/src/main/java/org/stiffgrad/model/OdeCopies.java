package org.stiffgrad.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The hand-written derivatives of many independent copies of one system, from those of the system.
 * Copy c of N^2 has state i at {@code i N^2 + c}, and its parameters likewise.
 */
final class OdeCopies implements HandWrittenDerivatives {
  private final HandWrittenDerivatives single;
  private final int copies;
  private final double[] u;
  private final double[] p;
  private final double[] k;
  private final double[] w;
  private final double[] dp;
  private final double[] stateResult;
  private final double[] parameterResult;
  private final double[] jacobian;

  private OdeCopies(OdeModel model, HandWrittenDerivatives single, int copies) {
    this.single = single;
    this.copies = copies;
    int states = model.components().size();
    int parameters = model.parameters().size();
    u = new double[states];
    p = new double[parameters];
    k = new double[states];
    w = new double[states];
    dp = new double[parameters];
    stateResult = new double[states];
    parameterResult = new double[parameters];
    jacobian = new double[states * states];
  }

  /**
   * The derivatives on a grid.
   *
   * @param single the derivatives on the grid of one point
   */
  static HandWrittenDerivatives of(OdeModel model, HandWrittenDerivatives single, Grid grid) {
    return grid.cells() == 1 ? single : new OdeCopies(model, single, grid.cells());
  }

  private void gather(double[] from, int copy, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = from[i * copies + copy];
    }
  }

  private void scatter(double[] from, int copy, double[] to) {
    for (int i = 0; i < from.length; i++) {
      to[i * copies + copy] = from[i];
    }
  }

  private void load(double[] states, double[] parameters, int copy) {
    gather(states, copy, u);
    gather(parameters, copy, p);
  }

  @Override
  public void rightHandSide(double t, double[] states, double[] parameters, double[] result) {
    for (int c = 0; c < copies; c++) {
      load(states, parameters, c);
      single.rightHandSide(t, u, p, stateResult);
      scatter(stateResult, c, result);
    }
  }

  @Override
  public void jacobian(double t, double[] states, double[] parameters, double[] result) {
    Arrays.fill(result, 0);
    int order = states.length;
    for (int c = 0; c < copies; c++) {
      load(states, parameters, c);
      single.jacobian(t, u, p, jacobian);
      for (int j = 0; j < u.length; j++) {
        for (int i = 0; i < u.length; i++) {
          result[i * copies + c + order * (j * copies + c)] = jacobian[i + u.length * j];
        }
      }
    }
  }

  @Override
  public void parameterVectorJacobianProduct(
      double t, double[] states, double[] parameters, double[] weights, double[] result) {
    for (int c = 0; c < copies; c++) {
      load(states, parameters, c);
      gather(weights, c, w);
      single.parameterVectorJacobianProduct(t, u, p, w, parameterResult);
      scatter(parameterResult, c, result);
    }
  }

  @Override
  public void parameterJacobianVectorProduct(
      double t, double[] states, double[] parameters, double[] directions, double[] result) {
    for (int c = 0; c < copies; c++) {
      load(states, parameters, c);
      gather(directions, c, dp);
      single.parameterJacobianVectorProduct(t, u, p, dp, stateResult);
      scatter(stateResult, c, result);
    }
  }

  @Override
  public void secondOrderState(
      double t,
      double[] states,
      double[] parameters,
      double[] directions,
      double theta,
      double[] weights,
      double[] result) {
    for (int c = 0; c < copies; c++) {
      load(states, parameters, c);
      gather(directions, c, k);
      gather(weights, c, w);
      single.secondOrderState(t, u, p, k, theta, w, stateResult);
      scatter(stateResult, c, result);
    }
  }

  @Override
  public void secondOrderParameters(
      double t,
      double[] states,
      double[] parameters,
      double[] directions,
      double theta,
      double[] weights,
      double[] result) {
    for (int c = 0; c < copies; c++) {
      load(states, parameters, c);
      gather(directions, c, k);
      gather(weights, c, w);
      single.secondOrderParameters(t, u, p, k, theta, w, parameterResult);
      scatter(parameterResult, c, result);
    }
  }

  @Override
  public double @Nullable [] timeDerivative(double t, double[] states, double[] parameters) {
    double @Nullable [] result = null;
    for (int c = 0; c < copies; c++) {
      load(states, parameters, c);
      double[] derivative = single.timeDerivative(t, u, p);
      if (derivative != null) {
        result = result == null ? new double[states.length] : result;
        scatter(derivative, c, result);
      }
    }
    return result;
  }
}
