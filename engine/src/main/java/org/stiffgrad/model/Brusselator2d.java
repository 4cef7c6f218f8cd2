package org.stiffgrad.model;

import java.util.List;

/**
 * The two-dimensional Brusselator of the benchmark document, with one reaction constant A, B and
 * one diffusion coefficient per component in every cell.
 *
 * <pre>
 *   u_t = alpha1 Lap(u) + B + u^2 v - (A + 1) u + f(x, y, t)
 *   v_t = alpha2 Lap(v) + A u - u^2 v
 *   f   = 5 where (x - 0.3)^2 + (y - 0.6)^2 &lt;= 0.1^2 and t &gt;= 1.1, else 0
 *   u(0) = 22 (y (1 - y))^1.5,   v(0) = 27 (x (1 - x))^1.5
 * </pre>
 *
 * <p>Source: the SciML benchmark "BrussScaling" (SciMLBenchmarks.jl); the reaction is Prigogine and
 * Lefever (1968), the forcing that of Hairer and Wanner II, section IV.10.
 */
public final class Brusselator2d implements StencilModel {
  private static final double FORCING_START = 1.1;

  @Override
  public String name() {
    return "brusselator2d";
  }

  @Override
  public List<String> components() {
    return List.of("u", "v");
  }

  @Override
  public List<String> parameters() {
    return List.of("A", "B", "alpha1", "alpha2");
  }

  @Override
  public <T extends Scalar<T>> void cell(Cell<T> c, T[] dudt) {
    T u = c.state(0);
    T v = c.state(1);
    T a = c.parameter(0);
    T b = c.parameter(1);
    T uuv = u.square().times(v);
    dudt[0] =
        c.parameter(2)
            .times(c.laplacian(0))
            .plus(b.plus(uuv).minus(a.plus(1).times(u)))
            .plus(forcing(c));
    dudt[1] = c.parameter(3).times(c.laplacian(1)).plus(a.times(u).minus(uuv));
  }

  private static <T extends Scalar<T>> T forcing(Cell<T> c) {
    T zero = c.constant(0);
    T distanceSquared = c.x().minus(0.3).square().plus(c.y().minus(0.6).square());
    T switchedOn = c.constant(FORCING_START).ifAtMost(c.t(), c.constant(5), zero);
    return distanceSquared.ifAtMost(c.constant(0.1 * 0.1), switchedOn, zero);
  }

  @Override
  public double initialValue(int component, double x, double y) {
    return component == 0 ? 22 * Math.pow(y * (1 - y), 1.5) : 27 * Math.pow(x * (1 - x), 1.5);
  }

  @Override
  public double parameterValue(int parameter) {
    return switch (parameter) {
      case 0 -> 3.4;
      case 1 -> 1.0;
      default -> 10.0;
    };
  }

  @Override
  public double[] discontinuityTimes() {
    return new double[] {FORCING_START};
  }

  @Override
  public HandWrittenDerivatives handWritten(Grid grid) {
    return new Brusselator2dByHand(grid);
  }
}
