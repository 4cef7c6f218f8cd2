package org.stiffgrad.backend;

import java.util.List;
import org.stiffgrad.model.Cell;
import org.stiffgrad.model.Scalar;
import org.stiffgrad.model.StencilModel;

/**
 * A model of no physical meaning that uses every operation, offsets of up to two cells in all
 * directions, coordinates, time and nested switches. It is smooth for state and parameters in [0.5,
 * 1.5], apart from its switches.
 */
public final class ArtificialModel2d implements StencilModel {
  @Override
  public String name() {
    return "artificial2d";
  }

  @Override
  public List<String> components() {
    return List.of("u", "v");
  }

  @Override
  public List<String> parameters() {
    return List.of("a", "b", "c");
  }

  @Override
  public <T extends Scalar<T>> void cell(Cell<T> c, T[] dudt) {
    T u = c.state(0);
    T v = c.state(1);
    T mixed = c.field(0, 1, 0).times(c.parameter(0)).plus(c.field(0, -2, 1));
    T diffusivity = c.x().times(6.25).sin().times(0.5).plus(1).times(c.y().exp());
    dudt[0] =
        mixed
            .sin()
            .times(c.field(1, 0, 2).cos())
            .plus(u.square().plus(1).log().dividedBy(c.field(1, -1, -2).square().plus(0.5).sqrt()))
            .plus(c.x().times(c.t().cos()).times(c.parameter(1)))
            .plus(diffusivity.times(c.laplacian(0)).times(c.spacing().square()))
            .minus(v.pow(1.7).times(c.t().negate().exp()));
    dudt[1] =
        c.field(1, 2, 2)
            .minus(u)
            .tanh()
            .times(c.parameter(2))
            .minus(c.y().times(v).times(c.field(0, 0, -1)))
            .plus(switched(c, u, v));
  }

  private static <T extends Scalar<T>> T switched(Cell<T> c, T u, T v) {
    T early = c.t().ifAtMost(c.constant(0.4), v.exp(), c.parameter(0).times(u));
    T left = u.ifAtMost(c.field(1, 1, 0), u.times(v), early);
    T travelling = c.x().minus(c.t()).square().ifAtMost(c.y(), v.sqrt(), u.negate());
    T right = c.field(1, 0, 1).times(u).minus(0.1).ifAtMost(c.parameter(1), travelling, v.pow(-2));
    return c.x().plus(c.y().times(0.25)).ifAtMost(c.constant(0.5), left, right);
  }

  @Override
  public double initialValue(int component, double x, double y) {
    return 1 + 0.25 * Math.sin(x + 2 * y + component);
  }

  @Override
  public double parameterValue(int parameter) {
    return 1 + 0.1 * parameter;
  }
}
