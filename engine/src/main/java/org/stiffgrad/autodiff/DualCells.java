package org.stiffgrad.autodiff;

import org.stiffgrad.model.Cell;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.Stencil;

/**
 * What a model reads in the cells of a block, as dual numbers.
 *
 * @param block the cells
 * @param t the time in each
 * @param state u
 * @param parameters p
 * @param grid the grid of the cells
 */
record DualCells(
    CellBlock block, DualNumbers t, DualArguments state, DualArguments parameters, Grid grid)
    implements Cell<DualNumbers> {
  @Override
  public DualNumbers field(int component, int di, int dj) {
    return state.at(component * grid.cells(), block.neighbours(di, dj));
  }

  @Override
  public DualNumbers state(int component) {
    return state.at(component * grid.cells(), block.stateCells());
  }

  @Override
  public DualNumbers combination(int component, Stencil stencil) {
    return state.combination(component * grid.cells(), block, stencil);
  }

  @Override
  public DualNumbers parameter(int index) {
    return parameters.at(index * grid.cells(), block.parameterCells());
  }

  @Override
  public DualNumbers x() {
    return block.x();
  }

  @Override
  public DualNumbers y() {
    return block.y();
  }

  @Override
  public DualNumbers spacing() {
    return constant(grid.spacing());
  }

  @Override
  public DualNumbers constant(double value) {
    return DualNumbers.ofConstant(value);
  }
}
