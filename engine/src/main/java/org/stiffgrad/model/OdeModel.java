package org.stiffgrad.model;

/**
 * A system of ordinary differential equations without a space, {@code u' = f(u, p, t)}, written
 * once for every number type.
 *
 * <p>It is a stencil model whose one cell reads no neighbour, so that everything that works for
 * stencil models works for it; on a grid of one point it is the system itself, on a larger grid as
 * many independent copies as the grid has cells, each with its own state and parameters.
 */
public interface OdeModel extends StencilModel {
  /**
   * The time derivative of every state.
   *
   * @param variables what can be read
   * @param dudt receives the derivatives; length {@code components().size()}
   */
  <T extends Scalar<T>> void rightHandSide(Variables<T> variables, T[] dudt);

  /** The conventional initial value of a state. */
  double initialValue(int component);

  @Override
  default <T extends Scalar<T>> void cell(Cell<T> cell, T[] dudt) {
    rightHandSide(cell, dudt);
  }

  @Override
  default double initialValue(int component, double x, double y) {
    return initialValue(component);
  }
}
