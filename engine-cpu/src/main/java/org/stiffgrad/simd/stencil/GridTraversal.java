package org.stiffgrad.simd.stencil;

import java.util.stream.IntStream;
import org.stiffgrad.model.Grid;

/**
 * The order in which a kernel visits the cells of a grid.
 *
 * <p>A run is a range of the flat storage over which the neighbours at any offset have one constant
 * distance: the part of one row between the columns at which reads wrap around along x, or, where
 * reads do not wrap around along y, whole rows one after another without the first and the last few
 * columns. In the latter runs the cells near the left and right edge get wrong values, which their
 * evaluation as single cells then replaces; this costs less than to interrupt the run. The last
 * vector of a run overlaps the one before. What is too short for a vector is single cells.
 *
 * <p>Rows are grouped to blocks, whose runs and single cells are visited together, so that the
 * single cells find their surroundings, and later stages what earlier ones left, in the cache.
 */
final class GridTraversal {
  private final Grid grid;
  private final ReadOffsets offsets;
  private final int lanes;
  private final IntStream.Builder runs = IntStream.builder();
  private final IntStream.Builder singles = IntStream.builder();
  private final IntStream.Builder blocks = IntStream.builder();
  private final int rowsPerBlock;
  private int runCount;
  private int singleCount;
  private final int[] runTable;
  private final int[] singleTable;
  private final int[] blockTable;

  /**
   * @param lanes the cells to a vector
   * @param blockCells the number of cells to aim at in a block
   */
  GridTraversal(Grid grid, ReadOffsets offsets, int lanes, int blockCells) {
    this.grid = grid;
    this.offsets = offsets;
    this.lanes = lanes;
    this.rowsPerBlock = Math.clamp(blockCells / grid.n(), 1, grid.n());
    for (int j = 0; j < grid.n(); j += rowsPerBlock) {
      addBlock(j, Math.min(grid.n(), j + rowsPerBlock));
    }
    blocks.add(runCount).add(singleCount);
    runTable = runs.build().toArray();
    singleTable = singles.build().toArray();
    blockTable = blocks.build().toArray();
  }

  private void addBlock(int firstRow, int lastRow) {
    blocks.add(runCount).add(singleCount);
    int j = firstRow;
    while (j < lastRow) {
      int end = wrapsAlongY(j) ? j + 1 : Math.min(lastRow, grid.n() - offsets.radiusY());
      addRows(j, end);
      j = end;
    }
  }

  private boolean wrapsAlongY(int j) {
    return j < offsets.radiusY() || j >= grid.n() - offsets.radiusY();
  }

  /** Visits rows of which all or none wrap around along y. */
  private void addRows(int firstRow, int lastRow) {
    int n = grid.n();
    int margin = offsets.radiusX();
    int start = firstRow * n + margin;
    int end = lastRow * n - margin;
    boolean vectors = 2 * margin < n && end - start >= lanes;
    if (vectors) {
      int full = start + (end - start) / lanes * lanes;
      addRun(start, full, firstRow);
      if (full < end) {
        addRun(end - lanes, end, firstRow);
      }
    }
    for (int j = firstRow; j < lastRow; j++) {
      for (int i = 0; i < n; i++) {
        if (!vectors || i < margin || i >= n - margin) {
          addSingle(i, j);
        }
      }
    }
  }

  private void addRun(int start, int limit, int j) {
    runs.add(start).add(limit);
    for (int dj : offsets.rows()) {
      runs.add((Math.floorMod(j + dj, grid.n()) - j) * grid.n());
    }
    runCount++;
  }

  private void addSingle(int i, int j) {
    singles.add(grid.index(i, j));
    for (ReadOffsets.Offset o : offsets.neighbours()) {
      singles.add(grid.index(i + o.di(), j + o.dj()));
    }
    singleCount++;
  }

  /** The runs, as {@link KernelData#runs} lays them out; each a whole number of vectors long. */
  int[] runs() {
    return runTable;
  }

  /** The single cells, as {@link KernelData#singles} lays them out. */
  int[] singles() {
    return singleTable;
  }

  /** The number of blocks. */
  int blocks() {
    return blockTable.length / 2 - 1;
  }

  /** The first run of a block, or with {@code block = blocks()} the number of all runs. */
  int firstRun(int block) {
    return blockTable[2 * block];
  }

  /** The first single cell of a block, or their number. */
  int firstSingle(int block) {
    return blockTable[2 * block + 1];
  }

  /** The first cell of a block. */
  int origin(int block) {
    return block * largestBlock();
  }

  /** The number of cells of every block but the last, which may be smaller. */
  int largestBlock() {
    return rowsPerBlock * grid.n();
  }
}
