package org.stiffgrad.autodiff;

import java.util.List;
import java.util.stream.IntStream;
import org.stiffgrad.model.Grid;

/**
 * How matrices of a model on a grid are evaluated by dual numbers, whatever the problem's numbers:
 * immutable but for what blocks of cells remember, and shared by all systems of a source.
 *
 * @param stateChunks the columns of J in chunks
 * @param parameterChunks the columns of f_p in chunks
 * @param onePoint the cells of the grid, in blocks
 * @param severalPoints by their number, less two, blocks of all cells for several points
 */
record DualLayout(
    Grid grid,
    ModelSparsity sparsity,
    ColumnChunks stateChunks,
    ColumnChunks parameterChunks,
    List<CellBlock> onePoint,
    List<CellBlock> severalPoints) {
  static DualLayout of(Grid grid, ModelSparsity sparsity) {
    int most = Math.min(MatrixDerivatives.MOST_POINTS, CellBlock.mostStates(grid));
    int states = sparsity.state().columns();
    return new DualLayout(
        grid,
        sparsity,
        new ColumnChunks(sparsity.state(), most),
        new ColumnChunks(sparsity.parameters(), 1),
        CellBlock.of(grid),
        IntStream.rangeClosed(2, most)
            .mapToObj(count -> CellBlock.of(grid, count, states))
            .toList());
  }

  /** At how many points matrices are evaluated together at most. */
  int mostPoints() {
    return 1 + severalPoints.size();
  }

  /** The number of directions of the widest chunk, at least 1. */
  int mostDirections() {
    return Math.max(1, Math.max(stateChunks.width(), parameterChunks.width()));
  }
}
