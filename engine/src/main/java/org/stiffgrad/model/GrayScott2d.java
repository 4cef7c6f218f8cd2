package org.stiffgrad.model;

import java.util.List;

/**
 * The Gray-Scott system {@code u_t = Du Lap(u) - u v^2 + F (1 - u)}, {@code v_t = Dv Lap(v) + u v^2
 * - (F + k) v}; Pearson, Science 261 (1993) 189-192, with his diffusivities and F, k.
 */
public final class GrayScott2d implements StencilModel {
  @Override
  public String name() {
    return "gray-scott2d";
  }

  @Override
  public List<String> components() {
    return List.of("u", "v");
  }

  @Override
  public List<String> parameters() {
    return List.of("F", "k", "Du", "Dv");
  }

  @Override
  public <T extends Scalar<T>> void cell(Cell<T> c, T[] dudt) {
    T u = c.state(0);
    T v = c.state(1);
    T f = c.parameter(0);
    T uvv = u.times(v.square());
    dudt[0] = c.parameter(2).times(c.laplacian(0)).minus(uvv).plus(f.minus(f.times(u)));
    dudt[1] = c.parameter(3).times(c.laplacian(1)).plus(uvv).minus(f.plus(c.parameter(1)).times(v));
  }

  @Override
  public double initialValue(int component, double x, double y) {
    double bump = Math.pow(16 * x * (1 - x) * y * (1 - y), 8);
    return component == 0 ? 1 - bump / 2 : bump / 4;
  }

  @Override
  public double parameterValue(int parameter) {
    return new double[] {0.04, 0.06, 2e-5, 1e-5}[parameter];
  }
}
