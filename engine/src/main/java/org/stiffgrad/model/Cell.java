package org.stiffgrad.model;

/**
 * What a stencil model can read while it evaluates the time derivative of one grid cell.
 *
 * @param <T> the number type
 */
public interface Cell<T extends Scalar<T>> extends Variables<T> {
  /**
   * The value of a state component in the cell {@code di} steps along x and {@code dj} steps along
   * y away; indices wrap around the periodic grid.
   */
  T field(int component, int di, int dj);

  /** The x coordinate {@code i/(N-1)} of this cell. */
  T x();

  /** The y coordinate {@code j/(N-1)} of this cell. */
  T y();

  /** The grid spacing {@code dx = 1/(N-1)}. */
  T spacing();

  @Override
  default T state(int component) {
    return field(component, 0, 0);
  }

  /** The linear combination of a component's values around this cell that a stencil says. */
  default T combination(int component, Stencil stencil) {
    T sum = term(component, stencil.points().get(0));
    for (int k = 1; k < stencil.points().size(); k++) {
      sum = sum.plus(term(component, stencil.points().get(k)));
    }
    return sum;
  }

  private T term(int component, Stencil.Point point) {
    T value = field(component, point.di(), point.dj());
    return point.weight() == 1 ? value : value.times(point.weight());
  }

  /**
   * The five-point Laplacian {@code (u(i-1,j) + u(i+1,j) + u(i,j-1) + u(i,j+1) - 4 u(i,j)) / dx^2}.
   */
  default T laplacian(int component) {
    T inverseSquare = constant(1).dividedBy(spacing().square());
    return combination(component, Stencil.LAPLACIAN).times(inverseSquare);
  }
}
