package org.stiffgrad.simd;

/**
 * The matrix product {@code C = alpha A B + beta C} around the micro-kernels. Operands are given by
 * the distances of adjacent rows and columns, so that transposition is an exchange of two numbers;
 * they stay set until they are set again.
 *
 * <p>Large products run over blocks of A of about {@value #ROWS} x {@value #INNER}, packed for the
 * second-level cache; small ones leave A where it lies if its columns are contiguous. B stays where
 * it lies if its columns are contiguous. Whatever the path, an element of C is the same chain of
 * operations, so that a product may be cut into parts, for threads say, without a change to any
 * bit.
 *
 * <p>An instance owns its packing buffers and serves one thread at a time.
 */
final class Gemm {
  private static final int ROWS = 96;
  private static final int INNER = 256;
  private static final int COLUMNS = 1152;

  /** Products with fewer multiplications do not repay packing. */
  private static final long PACKING_PAYS = 100L * 100 * 100;

  private final GemmKernels kernels;
  private final PanelKernels panels;
  private double[] packedA = {};
  private double[] packedB = {};

  /** A tile that reaches beyond the edge of C, before the part inside is added to C. */
  private final double[] edge;

  private double[] a = {};
  private int aOffset;
  private int aRow;
  private int aColumn;
  private double[] b = {};
  private int bOffset;
  private int bRow;
  private int bColumn;
  private double[] c = {};
  private int cOffset;
  private int cColumn;
  private double alpha;

  // The current blocks: panels of A, each one tile high, and columns of B.
  private boolean packed;
  private double[] blockA = {};
  private int startA;
  private int stepA;
  private double[] blockB = {};
  private int startB;
  private int stepB;

  Gemm(SimdKernels kernels) {
    this.kernels = kernels.gemm();
    panels = kernels.panels();
    edge = new double[this.kernels.tileRows() * this.kernels.tileColumns()];
  }

  /** Sets A: element (i, l) is {@code elements[offset + i * row + l * column]}. */
  Gemm left(double[] elements, int offset, int row, int column) {
    a = elements;
    aOffset = offset;
    aRow = row;
    aColumn = column;
    return this;
  }

  /** Sets B: element (l, j) is {@code elements[offset + l * row + j * column]}. */
  Gemm right(double[] elements, int offset, int row, int column) {
    b = elements;
    bOffset = offset;
    bRow = row;
    bColumn = column;
    return this;
  }

  /** Sets C: element (i, j) is {@code elements[offset + i + j * column]}. */
  Gemm result(double[] elements, int offset, int column) {
    c = elements;
    cOffset = offset;
    cColumn = column;
    return this;
  }

  /** Takes over the operands of another product, from a row and a column of the result on. */
  Gemm part(Gemm whole, int firstRow, int firstColumn) {
    return left(whole.a, whole.aOffset + firstRow * whole.aRow, whole.aRow, whole.aColumn)
        .right(whole.b, whole.bOffset + firstColumn * whole.bColumn, whole.bRow, whole.bColumn)
        .result(whole.c, whole.cOffset + firstRow + firstColumn * whole.cColumn, whole.cColumn);
  }

  /**
   * Computes the product of the m x k matrix A and the k x n matrix B.
   *
   * @param beta with 0 the former content of C is not read
   */
  void multiply(int m, int n, int k, double alpha, double beta) {
    int inner = evenBlock(k, INNER, 1);
    int height = evenBlock(m, ROWS, kernels.tileRows());
    int width = bRow == 1 ? Math.max(n, 1) : evenBlock(n, COLUMNS, kernels.tileColumns());
    boolean large = (long) m * n * k >= PACKING_PAYS;
    this.alpha = alpha;
    for (int j = 0; j < n; j += width) {
      int columns = Math.min(width, n - j);
      // Without an inner dimension there is one pass, which scales C.
      for (int l = 0; l == 0 || l < k; l += inner) {
        int depth = Math.min(inner, k - l);
        takeB(depth, columns, bOffset + l * bRow + j * bColumn);
        for (int i = 0; i < m; i += height) {
          int rows = Math.min(height, m - i);
          takeA(rows, depth, aOffset + i * aRow + l * aColumn, large);
          multiplyBlock(rows, columns, depth, l == 0 ? beta : 1, cOffset + i + j * cColumn);
        }
      }
    }
  }

  /** The block size, a positive multiple of {@code unit}, that cuts n evenly, near the limit. */
  private static int evenBlock(int n, int limit, int unit) {
    int blocks = Math.max(1, (n + limit - 1) / limit);
    int size = (n + blocks - 1) / blocks;
    return Math.max(1, (size + unit - 1) / unit) * unit;
  }

  private static double[] atLeast(double[] buffer, int length) {
    return buffer.length >= length ? buffer : new double[length];
  }

  /** Makes a block of B the current one, with contiguous columns. */
  private void takeB(int depth, int columns, int start) {
    if (bRow == 1) {
      blockB = b;
      startB = start;
      stepB = bColumn;
      return;
    }
    packedB = atLeast(packedB, depth * columns);
    blockB = packedB;
    startB = 0;
    stepB = depth;
    int unit = kernels.tileColumns();
    for (int j = 0; j < columns; j += unit) {
      int end = Math.min(j + unit, columns);
      for (int l = 0; l < depth; l++) {
        for (int i = j; i < end; i++) {
          packedB[l + i * depth] = b[start + l * bRow + i * bColumn];
        }
      }
    }
  }

  /** Makes a block of A the current one, with contiguous columns of whole vectors. */
  private void takeA(int rows, int depth, int start, boolean large) {
    int tile = kernels.tileRows();
    int padded = (rows + kernels.lanes() - 1) / kernels.lanes() * kernels.lanes();
    packed = large || aRow != 1 || start + (depth - 1) * aColumn + padded > a.length;
    if (!packed) {
      blockA = a;
      startA = start;
      stepA = aColumn;
      return;
    }
    packedA = atLeast(packedA, evenBlock(rows, rows, tile) * depth);
    blockA = packedA;
    stepA = tile;
    for (int i = 0; i < rows; i += tile) {
      int height = Math.min(tile, rows - i);
      if (aRow == 1) {
        panels.pack(height, depth, a, start + i, aColumn, packedA, i * depth, tile);
      } else {
        packRows(height, depth, start + i * aRow, i * depth);
      }
    }
  }

  /** As {@link PanelKernels#pack}, for rows of A at any distance. */
  private void packRows(int rows, int depth, int from, int to) {
    int tile = kernels.tileRows();
    for (int l = 0; l < depth; l++) {
      int source = from + l * aColumn;
      int target = to + l * tile;
      for (int i = 0; i < rows; i++) {
        packedA[target + i] = a[source + i * aRow];
      }
      for (int i = rows; i < tile; i++) {
        packedA[target + i] = 0;
      }
    }
  }

  /** Multiplies the current blocks, tile by tile. */
  private void multiplyBlock(int m, int n, int k, double beta, int start) {
    int lanes = kernels.lanes();
    // In place tiles may begin anywhere: tiles of about the same height are the fastest.
    int height = packed ? kernels.tileRows() : evenBlock(m, kernels.tileRows(), lanes);
    int width;
    for (int j = 0; j < n; j += width) {
      width = Math.min(kernels.tileColumns(), Integer.highestOneBit(n - j));
      int panelB = startB + j * stepB;
      for (int i = 0; i < m; i += height) {
        int rows = Math.min(height, m - i);
        int vectors = (rows + lanes - 1) / lanes;
        GemmKernel kernel = kernels.tile(packed, vectors, width);
        int at = packed ? i * k : startA + i;
        int to = start + i + j * cColumn;
        if (rows == vectors * lanes) {
          kernel.tile(k, alpha, blockA, at, stepA, blockB, panelB, stepB, beta, c, to, cColumn);
        } else {
          kernel.tile(k, 1, blockA, at, stepA, blockB, panelB, stepB, 0, edge, 0, height);
          panels.addTile(rows, width, alpha, edge, height, beta, c, to, cColumn);
        }
      }
    }
  }
}
