package org.stiffgrad.autodiff;

import java.util.Arrays;
import org.stiffgrad.model.Cell;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.Scalar;
import org.stiffgrad.model.StencilModel;

/**
 * A model's right-hand side on a grid in any arithmetic.
 *
 * @param <T> the number type
 */
final class ModelEvaluator<T extends Scalar<T>> {
  private final StencilModel model;
  private final Grid grid;

  ModelEvaluator(StencilModel model, Grid grid) {
    this.model = model;
    this.grid = grid;
  }

  /**
   * {@code f(u, p, t)}, by the model's {@code cell} method in every cell.
   *
   * @param t the time; also the number from which constants of the arithmetic are made
   * @param u the state, component by component
   * @param p the parameters, parameter by parameter
   * @param f receives the right-hand side, of the length of u
   */
  void evaluate(T t, T[] u, T[] p, T[] f) {
    T[] dudt = Arrays.copyOf(f, model.components().size());
    GridCell<T> cell = new GridCell<>(grid, t, u, p);
    for (int j = 0; j < grid.n(); j++) {
      for (int i = 0; i < grid.n(); i++) {
        cell.moveTo(i, j);
        model.cell(cell, dudt);
        for (int component = 0; component < dudt.length; component++) {
          f[component * grid.cells() + cell.here] = dudt[component];
        }
      }
    }
  }

  private static final class GridCell<T extends Scalar<T>> implements Cell<T> {
    private final Grid grid;
    private final T t;
    private final T[] u;
    private final T[] p;
    private final T spacing;
    private int i;
    private int j;
    private int here;

    GridCell(Grid grid, T t, T[] u, T[] p) {
      this.grid = grid;
      this.t = t;
      this.u = u;
      this.p = p;
      spacing = t.constant(grid.spacing());
    }

    void moveTo(int column, int row) {
      i = column;
      j = row;
      here = grid.index(column, row);
    }

    @Override
    public T field(int component, int di, int dj) {
      return u[component * grid.cells() + grid.index(i + di, j + dj)];
    }

    @Override
    public T state(int component) {
      return u[component * grid.cells() + here];
    }

    @Override
    public T parameter(int index) {
      return p[index * grid.cells() + here];
    }

    @Override
    public T x() {
      return constant(grid.coordinate(i));
    }

    @Override
    public T y() {
      return constant(grid.coordinate(j));
    }

    @Override
    public T t() {
      return t;
    }

    @Override
    public T spacing() {
      return spacing;
    }

    @Override
    public T constant(double value) {
      return t.constant(value);
    }
  }
}
