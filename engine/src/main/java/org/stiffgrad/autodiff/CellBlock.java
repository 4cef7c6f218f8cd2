package org.stiffgrad.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.stiffgrad.model.Grid;

/** Some consecutive cells of a grid, in which a model is evaluated at once. */
final class CellBlock {
  /* Large enough to share what an operation costs, small enough for the cache. */
  private static final int LARGEST = 64;

  private final Grid grid;
  private final int[] here;
  private final DualNumbers x;
  private final DualNumbers y;
  /* Few: a model reads a handful of neighbours. */
  private final List<Neighbours> neighbours = new ArrayList<>();

  private record Neighbours(int di, int dj, int[] cells) {}

  private CellBlock(Grid grid, int start, int end) {
    this.grid = grid;
    here = IntStream.range(start, end).toArray();
    x = coordinates(cell -> cell % grid.n());
    y = coordinates(cell -> cell / grid.n());
  }

  private DualNumbers coordinates(IntUnaryOperator index) {
    return DualNumbers.ofConstants(
        Arrays.stream(here).map(index).mapToDouble(grid::coordinate).toArray());
  }

  /** The blocks that make up a grid. */
  static List<CellBlock> of(Grid grid) {
    List<CellBlock> blocks = new ArrayList<>();
    int count = Math.ceilDiv(grid.cells(), LARGEST);
    for (int block = 0; block < count; block++) {
      blocks.add(
          new CellBlock(
              grid,
              (int) ((long) grid.cells() * block / count),
              (int) ((long) grid.cells() * (block + 1) / count)));
    }
    return List.copyOf(blocks);
  }

  /** The index of the first cell. */
  int start() {
    return here[0];
  }

  /** The indices of the cells. */
  int[] cells() {
    return here;
  }

  /** The index of the neighbour {@code (di, dj)} away of each cell. */
  int[] neighbours(int di, int dj) {
    for (int k = 0; k < neighbours.size(); k++) {
      Neighbours known = neighbours.get(k);
      if (known.di() == di && known.dj() == dj) {
        return known.cells();
      }
    }
    int n = grid.n();
    int[] cells =
        Arrays.stream(here).map(cell -> grid.index(cell % n + di, cell / n + dj)).toArray();
    neighbours.add(new Neighbours(di, dj, cells));
    return cells;
  }

  /** The x coordinate of each cell. */
  DualNumbers x() {
    return x;
  }

  /** The y coordinate of each cell. */
  DualNumbers y() {
    return y;
  }
}
