package org.stiffgrad.simd;

/**
 * The matrix product {@code C = alpha A B + beta C} around the micro-kernels. Operands are given by
 * the distances of adjacent rows and columns, so that transposition is an exchange of two numbers.
 *
 * <p>Large products run over packed panels: a block of B of at most {@value #INNER} x {@value
 * #COLUMNS}, meant for the last-level cache, and in turn blocks of A of about {@value #ROWS} x
 * {@value #INNER}, meant for the second level. Small products leave B where it lies, and A too if
 * its columns are contiguous.
 *
 * <p>An instance owns its packing buffers and serves one thread at a time.
 */
final class Gemm {
  private static final int ROWS = 96;
  private static final int INNER = 384;
  private static final int COLUMNS = 1152;

  /** Products with fewer multiplications do not repay packing. */
  private static final long PACKING_PAYS = 160L * 160 * 160;

  private final GemmKernels kernels;
  private final PanelKernels panels;
  private double[] packedA = {};
  private double[] packedB = {};

  /** A tile that reaches beyond the edge of C, before the part inside is added to C. */
  private final double[] edge;

  Gemm(SimdKernels kernels) {
    this.kernels = kernels.gemm();
    panels = kernels.panels();
    edge = new double[this.kernels.largestTile()];
  }

  /**
   * Computes the product. Element (i, l) of the m x k matrix A is {@code a[aOffset + i * aRow + l *
   * aColumn]}, element (l, j) of the k x n matrix B likewise, element (i, j) of C is {@code
   * c[cOffset + i + j * cColumn]}.
   *
   * @param beta with 0 the former content of C is not read
   */
  void multiply(
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int aRow,
      int aColumn,
      double[] b,
      int bOffset,
      int bRow,
      int bColumn,
      double beta,
      double[] c,
      int cOffset,
      int cColumn) {
    if (m == 0 || n == 0) {
      return;
    }
    if ((long) m * n * k < PACKING_PAYS) {
      multiplyInPlace(
          m, n, k, alpha, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, beta, c, cOffset,
          cColumn);
      return;
    }
    int inner = evenBlock(k, INNER, 1);
    int height = evenBlock(m, ROWS, kernels.packed().tileRows);
    int width = evenBlock(n, COLUMNS, kernels.packed().tileColumns);
    packedA = atLeast(packedA, height * inner);
    packedB = atLeast(packedB, width * inner);
    for (int j = 0; j < n; j += width) {
      int columns = Math.min(width, n - j);
      for (int l = 0; l < k; l += inner) {
        int depth = Math.min(inner, k - l);
        packB(depth, columns, b, bOffset + l * bRow + j * bColumn, bRow, bColumn);
        for (int i = 0; i < m; i += height) {
          int rows = Math.min(height, m - i);
          packA(rows, depth, a, aOffset + i * aRow + l * aColumn, aRow, aColumn);
          multiplyPacked(
              rows,
              columns,
              depth,
              alpha,
              l == 0 ? beta : 1,
              c,
              cOffset + i + j * cColumn,
              cColumn);
        }
      }
    }
  }

  /** The block size, a multiple of {@code unit}, that cuts n into even blocks of about limit. */
  private static int evenBlock(int n, int limit, int unit) {
    int blocks = (n + limit - 1) / limit;
    int size = (n + blocks - 1) / blocks;
    return (size + unit - 1) / unit * unit;
  }

  private static double[] atLeast(double[] buffer, int length) {
    return buffer.length >= length ? buffer : new double[length];
  }

  private void packA(int rows, int depth, double[] a, int offset, int aRow, int aColumn) {
    int tile = kernels.packed().tileRows;
    for (int i = 0; i < rows; i += tile) {
      int height = Math.min(tile, rows - i);
      if (aRow == 1) {
        panels.pack(height, depth, a, offset + i, aColumn, packedA, i * depth, tile);
      } else {
        packStrided(height, depth, a, offset + i * aRow, aRow, aColumn, packedA, i * depth, tile);
      }
    }
  }

  private void packB(int depth, int columns, double[] b, int offset, int bRow, int bColumn) {
    int tile = kernels.packed().tileColumns;
    for (int j = 0; j < columns; j += tile) {
      int width = Math.min(tile, columns - j);
      if (bColumn == 1) {
        panels.pack(width, depth, b, offset + j, bRow, packedB, j * depth, tile);
      } else {
        packStrided(width, depth, b, offset + j * bColumn, bColumn, bRow, packedB, j * depth, tile);
      }
    }
  }

  /** As {@link PanelKernels#pack}, for elements at any distance. */
  private static void packStrided(
      int count,
      int depth,
      double[] source,
      int offset,
      int distance,
      int step,
      double[] target,
      int start,
      int width) {
    for (int i = 0; i < width; i++) {
      int from = offset + i * distance;
      int to = start + i;
      if (i < count) {
        for (int l = 0; l < depth; l++) {
          target[to + l * width] = source[from + l * step];
        }
      } else {
        for (int l = 0; l < depth; l++) {
          target[to + l * width] = 0;
        }
      }
    }
  }

  private void multiplyPacked(
      int m, int n, int k, double alpha, double beta, double[] c, int cOffset, int cColumn) {
    GemmKernel kernel = kernels.packed();
    int height = kernel.tileRows;
    int width = kernel.tileColumns;
    for (int j = 0; j < n; j += width) {
      int columns = Math.min(width, n - j);
      for (int i = 0; i < m; i += height) {
        int rows = Math.min(height, m - i);
        int start = cOffset + i + j * cColumn;
        if (rows == height && columns == width) {
          kernel.tile(
              k, alpha, packedA, i * k, height, packedB, j * k, width, 1, beta, c, start, cColumn);
        } else {
          kernel.tile(
              k, alpha, packedA, i * k, height, packedB, j * k, width, 1, 0, edge, 0, height);
          panels.addTile(rows, columns, edge, height, beta, c, start, cColumn);
        }
      }
    }
  }

  private void multiplyInPlace(
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int aRow,
      int aColumn,
      double[] b,
      int bOffset,
      int bRow,
      int bColumn,
      double beta,
      double[] c,
      int cOffset,
      int cColumn) {
    int padded = (m + kernels.lanes() - 1) / kernels.lanes() * kernels.lanes();
    // The kernels read whole vectors of A, which must not reach beyond the end of its array.
    if (aRow != 1 || aOffset + (k - 1) * aColumn + padded > a.length) {
      packedA = atLeast(packedA, padded * k);
      if (aRow == 1) {
        panels.pack(m, k, a, aOffset, aColumn, packedA, 0, padded);
      } else {
        packStrided(m, k, a, aOffset, aRow, aColumn, packedA, 0, padded);
      }
      sweep(
          m, n, k, alpha, packedA, 0, padded, b, bOffset, bRow, bColumn, beta, c, cOffset, cColumn);
    } else {
      sweep(
          m, n, k, alpha, a, aOffset, aColumn, b, bOffset, bRow, bColumn, beta, c, cOffset,
          cColumn);
    }
  }

  private void sweep(
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aOffset,
      int aColumn,
      double[] b,
      int bOffset,
      int bRow,
      int bColumn,
      double beta,
      double[] c,
      int cOffset,
      int cColumn) {
    int lanes = kernels.lanes();
    GemmKernel[][] inPlace = kernels.inPlace();
    int height = inPlace.length * lanes;
    int width = inPlace[0].length;
    for (int j = 0; j < n; j += width) {
      int columns = Math.min(width, n - j);
      int bStart = bOffset + j * bColumn;
      for (int i = 0; i < m; i += height) {
        int rows = Math.min(height, m - i);
        int start = cOffset + i + j * cColumn;
        GemmKernel kernel = inPlace[(rows - 1) / lanes][columns - 1];
        if (rows == kernel.tileRows) {
          kernel.tile(
              k, alpha, a, aOffset + i, aColumn, b, bStart, bRow, bColumn, beta, c, start, cColumn);
        } else {
          kernel.tile(
              k,
              alpha,
              a,
              aOffset + i,
              aColumn,
              b,
              bStart,
              bRow,
              bColumn,
              0,
              edge,
              0,
              kernel.tileRows);
          panels.addTile(rows, columns, edge, kernel.tileRows, beta, c, start, cColumn);
        }
      }
    }
  }
}
