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
 *
 * @param runs the runs, as {@link KernelData#runs} lays them out; each is whole vectors long
 * @param singles the single cells, as {@link KernelData#singles} lays them out
 * @param blocks for each block its first run and its first single cell; at the end their numbers
 * @param largestBlock the number of cells of every block but the last, which may be smaller
 */
record GridTraversal(int[] runs, int[] singles, int[] blocks, int largestBlock) {
  /**
   * @param lanes the cells to a vector
   * @param blockCells the number of cells to aim at in a block
   */
  static GridTraversal of(Grid grid, ReadOffsets offsets, int lanes, int blockCells) {
    return new Builder(grid, offsets, lanes).build(Math.clamp(blockCells / grid.n(), 1, grid.n()));
  }

  /** The number of blocks. */
  int blockCount() {
    return blocks.length / 2 - 1;
  }

  /** The first run of a block, or with {@code block = blockCount()} the number of all runs. */
  int firstRun(int block) {
    return blocks[2 * block];
  }

  /** The first single cell of a block, or their number. */
  int firstSingle(int block) {
    return blocks[2 * block + 1];
  }

  /** The first cell of a block. */
  int origin(int block) {
    return block * largestBlock;
  }

  private static final class Builder {
    private final Grid grid;
    private final ReadOffsets offsets;
    private final int lanes;
    private final IntStream.Builder runs = IntStream.builder();
    private final IntStream.Builder singles = IntStream.builder();
    private final IntStream.Builder blocks = IntStream.builder();
    private int runCount;
    private int singleCount;

    Builder(Grid grid, ReadOffsets offsets, int lanes) {
      this.grid = grid;
      this.offsets = offsets;
      this.lanes = lanes;
    }

    GridTraversal build(int rowsPerBlock) {
      for (int j = 0; j < grid.n(); j += rowsPerBlock) {
        blocks.add(runCount).add(singleCount);
        addBlock(j, Math.min(grid.n(), j + rowsPerBlock));
      }
      blocks.add(runCount).add(singleCount);
      return new GridTraversal(
          runs.build().toArray(),
          singles.build().toArray(),
          blocks.build().toArray(),
          rowsPerBlock * grid.n());
    }

    private void addBlock(int firstRow, int lastRow) {
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

    /** Visits rows that either do not wrap around along y or are only one. */
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
  }
}
