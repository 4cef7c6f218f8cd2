package org.stiffgrad.autodiff;

import org.stiffgrad.model.Cell;
import org.stiffgrad.model.Stencil;

/**
 * What a model reads in the cells of a block, all of which moves along {@code (k, 0, theta)} in the
 * space of state, parameters and time.
 *
 * @param cells what is read where nothing moves
 * @param rates k
 * @param t the time with its rate theta
 */
record MovingDualCells(DualCells cells, DualArguments rates, Tangent<DualNumbers> t)
    implements Cell<Tangent<DualNumbers>> {
  @Override
  public Tangent<DualNumbers> field(int component, int di, int dj) {
    return Tangent.of(
        cells.field(component, di, dj),
        rates.at(component * cells.grid().cells(), cells.block().neighbours(di, dj)));
  }

  @Override
  public Tangent<DualNumbers> combination(int component, Stencil stencil) {
    return Tangent.of(
        cells.combination(component, stencil),
        rates.combination(component * cells.grid().cells(), cells.block(), stencil));
  }

  @Override
  public Tangent<DualNumbers> parameter(int index) {
    return Tangent.fixed(cells.parameter(index));
  }

  @Override
  public Tangent<DualNumbers> x() {
    return Tangent.fixed(cells.x());
  }

  @Override
  public Tangent<DualNumbers> y() {
    return Tangent.fixed(cells.y());
  }

  @Override
  public Tangent<DualNumbers> spacing() {
    return Tangent.fixed(cells.spacing());
  }

  @Override
  public Tangent<DualNumbers> constant(double value) {
    return Tangent.fixed(cells.constant(value));
  }
}
