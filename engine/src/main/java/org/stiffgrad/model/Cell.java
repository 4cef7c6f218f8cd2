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

  /**
   * The five-point Laplacian {@code (u(i-1,j) + u(i+1,j) + u(i,j-1) + u(i,j+1) - 4 u(i,j)) / dx^2}.
   */
  default T laplacian(int component) {
    T neighbours =
        field(component, -1, 0)
            .plus(field(component, 1, 0))
            .plus(field(component, 0, -1).plus(field(component, 0, 1)));
    T inverseSquare = constant(1).dividedBy(spacing().square());
    return neighbours.minus(state(component).times(4)).times(inverseSquare);
  }
}
