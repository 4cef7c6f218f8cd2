package org.stiffgrad.backend;

import java.util.ArrayList;
import java.util.List;
import org.stiffgrad.model.Cell;
import org.stiffgrad.model.Scalar;
import org.stiffgrad.model.StencilModel;

/**
 * A model of no physical meaning with so many operations in one cell that generated code has to be
 * divided, and with values that are used long after they are made.
 */
public final class LargeModel2d implements StencilModel {
  private static final int TERMS = 40;

  @Override
  public String name() {
    return "large2d";
  }

  @Override
  public List<String> components() {
    return List.of("u", "v");
  }

  @Override
  public List<String> parameters() {
    return List.of("a");
  }

  @Override
  public <T extends Scalar<T>> void cell(Cell<T> c, T[] dudt) {
    List<T> terms = new ArrayList<>();
    T term = c.state(0);
    for (int k = 0; k < TERMS; k++) {
      T neighbour = k % 2 == 0 ? c.field(0, 1, -1) : c.field(1, -1, 0);
      T source = c.state(1).times(0.1 + 0.01 * k).plus(c.y());
      term = term.times(neighbour).times(0.25).plus(source);
      terms.add(term);
    }
    T sum = c.parameter(0);
    for (int k = 0; k < TERMS; k++) {
      sum = sum.times(0.5).plus(terms.get(k).times(terms.get(TERMS - 1 - k)));
    }
    dudt[0] = sum;
    dudt[1] = term.minus(sum.tanh());
  }

  @Override
  public double initialValue(int component, double x, double y) {
    return 1;
  }

  @Override
  public double parameterValue(int parameter) {
    return 1;
  }
}
