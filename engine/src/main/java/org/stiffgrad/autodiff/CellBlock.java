package org.stiffgrad.autodiff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.stiffgrad.model.Grid;

/**
 * Cells in which a model is evaluated at once: some consecutive ones of a grid, or all of a small
 * grid for several states. States lie one behind the other; parameters are common to them.
 */
final class CellBlock {
  /* Large enough to share what an operation costs, small enough for the cache. */
  private static final int LARGEST = 64;

  /* More where otherwise there would be more calls: the points of a quadrature on a small grid. */
  private static final int LARGEST_OF_STATES = 144;

  private final Grid grid;
  private final int start;
  private final int count;
  private final int states;
  private final int stateLength;
  private final int[] stateCells;
  private final int[] parameterCells;
  private final DualNumbers x;
  private final DualNumbers y;
  /* Few: a model reads a handful of neighbours. Threads that share a block may add one twice. */
  private final List<Neighbours> neighbours = new CopyOnWriteArrayList<>();

  private record Neighbours(int di, int dj, int[] cells) {}

  private CellBlock(Grid grid, int start, int count, int states, int stateLength) {
    this.grid = grid;
    this.start = start;
    this.count = count;
    this.states = states;
    this.stateLength = stateLength;
    parameterCells = each((state, cell) -> cell);
    stateCells = each((state, cell) -> state * stateLength + cell);
    x = coordinates(cell -> cell % grid.n());
    y = coordinates(cell -> cell / grid.n());
  }

  private int[] each(IntBinaryOperator ofStateAndCell) {
    return IntStream.range(0, states * count)
        .map(i -> ofStateAndCell.applyAsInt(i / count, start + i % count))
        .toArray();
  }

  private DualNumbers coordinates(IntUnaryOperator index) {
    return DualNumbers.ofConstants(
        Arrays.stream(parameterCells).map(index).mapToDouble(grid::coordinate).toArray());
  }

  /** The blocks that make up a grid. */
  static List<CellBlock> of(Grid grid) {
    List<CellBlock> blocks = new ArrayList<>();
    int blockCount = Math.ceilDiv(grid.cells(), LARGEST);
    for (int block = 0; block < blockCount; block++) {
      int start = (int) ((long) grid.cells() * block / blockCount);
      int end = (int) ((long) grid.cells() * (block + 1) / blockCount);
      blocks.add(new CellBlock(grid, start, end - start, 1, 0));
    }
    return List.copyOf(blocks);
  }

  /** How many states a block of all cells of a grid can have, at least 1. */
  static int mostStates(Grid grid) {
    return Math.max(1, LARGEST_OF_STATES / grid.cells());
  }

  /**
   * All cells of a grid for several states.
   *
   * @param stateLength the distance between the starts of states
   */
  static CellBlock of(Grid grid, int states, int stateLength) {
    return new CellBlock(grid, 0, grid.cells(), states, stateLength);
  }

  /** The index of the first cell. */
  int start() {
    return start;
  }

  /** The number of cells for each state. */
  int count() {
    return count;
  }

  /** The number of states. */
  int states() {
    return states;
  }

  /** The index in the states of each cell. */
  int[] stateCells() {
    return stateCells;
  }

  /** The index in the parameters of each cell. */
  int[] parameterCells() {
    return parameterCells;
  }

  /** The index in the states of the neighbour {@code (di, dj)} away of each cell. */
  int[] neighbours(int di, int dj) {
    for (int k = 0; k < neighbours.size(); k++) {
      Neighbours known = neighbours.get(k);
      if (known.di() == di && known.dj() == dj) {
        return known.cells();
      }
    }
    int n = grid.n();
    int[] cells =
        each((state, cell) -> state * stateLength + grid.index(cell % n + di, cell / n + dj));
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
