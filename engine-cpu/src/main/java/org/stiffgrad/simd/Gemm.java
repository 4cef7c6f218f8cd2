package org.stiffgrad.simd;

/**
 * The matrix product {@code C = alpha A B + beta C} around the micro-kernels. Operands are given by
 * the distances of adjacent rows and columns, so that transposition is an exchange of two numbers;
 * they stay set until they are set again.
 *
 * <p>Large products run over blocks of A of about {@value #ROWS} x {@value #INNER}, packed for the
 * second-level cache; small ones leave A where it lies if its columns are contiguous. B stays where
 * it lies if its columns are contiguous or the product is small. Whatever the path, an element of C
 * is the same chain of operations, so that a product may be cut into parts, for threads say,
 * without a change to any bit.
 *
 * <p>An instance owns its packing buffers and serves one thread at a time.
 */
final class Gemm {
  private static final int ROWS = 96;
  private static final int INNER = 256;
  private static final int COLUMNS = 1152;

  /** Columns are cut into multiples of this, the widest tile of the micro-kernels. */
  static final int UNIT = 8;

  /** Products with fewer multiplications do not repay packing. */
  private static final long PACKING_PAYS = 120L * 120 * 120;

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

  /** Whether the elements of A are what {@link #packLeft} made of them. */
  private boolean packedBefore;

  // The current blocks of A and B, packed or in place.
  private boolean packed;
  private double[] blockA = {};
  private int startA;
  private int stepA;
  private boolean packedPanels;
  private double[] blockB = {};
  private int startB;
  private int rowB;
  private int columnB;
  private int depth;
  private double beta;
  private int startC;

  Gemm(SimdKernels kernels) {
    this.kernels = kernels.gemm();
    panels = kernels.panels();
    edge = new double[this.kernels.height() * this.kernels.lanes() * UNIT];
  }

  /** Sets A: element (i, l) is {@code elements[offset + i * row + l * column]}. */
  Gemm left(double[] elements, int offset, int row, int column) {
    a = elements;
    aOffset = offset;
    aRow = row;
    aColumn = column;
    packedBefore = false;
    return this;
  }

  /** Sets A: what {@link #packLeft} returned, of k columns. */
  Gemm packedLeft(double[] elements, int k) {
    left(elements, 0, k, 0);
    packedBefore = true;
    return this;
  }

  /**
   * Packs A once for several products.
   *
   * @param k the columns of A, at most {@value #INNER}
   * @param former an array to use again if it is large enough
   */
  double[] packLeft(int m, int k, double[] former) {
    double[] target = atLeast(former, evenBlock(m, m, kernels.packedRows()) * k);
    depth = k;
    packA(m, aOffset, target);
    return target;
  }

  /**
   * Sets B: element (l, j) is {@code elements[offset + l * row + j * column]}, one of the distances
   * 1.
   */
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
    boolean large = (long) m * n * k >= PACKING_PAYS;
    int inner = evenBlock(k, INNER, 1);
    int height = large || aRow != 1 ? evenBlock(m, ROWS, kernels.packedRows()) : Math.max(m, 1);
    int width = large && bRow != 1 ? evenBlock(n, COLUMNS, UNIT) : Math.max(n, 1);
    this.alpha = alpha;
    for (int j = 0; j < n; j += width) {
      int columns = Math.min(width, n - j);
      // Without an inner dimension there is one pass, which scales C.
      for (int l = 0; l == 0 || l < k; l += inner) {
        depth = Math.min(inner, k - l);
        takeB(columns, bOffset + l * bRow + j * bColumn, large);
        for (int i = 0; i < m; i += height) {
          int rows = Math.min(height, m - i);
          this.beta = l == 0 ? beta : 1;
          takeA(rows, aOffset + i * aRow + l * aColumn, large);
          startC = cOffset + i + j * cColumn;
          multiplyBlock(rows, columns);
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

  /** Makes a block of B the current one: in place, or packed in panels of contiguous rows. */
  private void takeB(int columns, int start, boolean large) {
    packedPanels = large && bRow != 1;
    if (!packedPanels) {
      blockB = b;
      startB = start;
      rowB = bRow;
      columnB = bColumn;
      return;
    }
    packedB = atLeast(packedB, evenBlock(columns, columns, UNIT) * depth);
    blockB = packedB;
    startB = 0;
    rowB = UNIT;
    columnB = 1;
    for (int j = 0; j < columns; j += UNIT) {
      int width = Math.min(UNIT, columns - j);
      panels.pack(width, depth, b, start + j, bRow, packedB, j * depth, UNIT);
    }
  }

  /** Where a column of the current block of B begins. */
  private int columnOfB(int j) {
    if (packedPanels) {
      int inside = j % UNIT;
      return (j - inside) * depth + inside;
    }
    return startB + j * bColumn;
  }

  /** Makes a block of A the current one, with contiguous columns of whole vectors. */
  private void takeA(int rows, int start, boolean large) {
    if (packedBefore) {
      takePacked(a, start);
      return;
    }
    boolean overlap = overwrites() && rows >= kernels.lanes();
    int padded = overlap ? rows : evenBlock(rows, rows, kernels.lanes());
    packed = large || aRow != 1 || start + (depth - 1) * aColumn + padded > a.length;
    if (!packed) {
      blockA = a;
      startA = start;
      stepA = aColumn;
      return;
    }
    packedA = atLeast(packedA, evenBlock(rows, rows, kernels.packedRows()) * depth);
    packA(rows, start, packedA);
    takePacked(packedA, 0);
  }

  private void takePacked(double[] panels, int start) {
    packed = true;
    blockA = panels;
    startA = start;
    stepA = kernels.packedRows();
  }

  /** Packs rows of A in panels. */
  private void packA(int rows, int start, double[] target) {
    int tile = kernels.packedRows();
    for (int i = 0; i < rows; i += tile) {
      int height = Math.min(tile, rows - i);
      if (aRow == 1) {
        panels.pack(height, depth, a, start + i, aColumn, target, i * depth, tile);
      } else {
        packRows(height, start + i * aRow, target, i * depth);
      }
    }
  }

  /** As {@link PanelKernels#pack}, for rows of A at any distance. */
  private void packRows(int rows, int from, double[] into, int to) {
    int tile = kernels.packedRows();
    for (int l = 0; l < depth; l++) {
      int source = from + l * aColumn;
      int target = to + l * tile;
      for (int i = 0; i < rows; i++) {
        into[target + i] = a[source + i * aRow];
      }
      for (int i = rows; i < tile; i++) {
        into[target + i] = 0;
      }
    }
  }

  /** Whether tiles become C as they are, so that computing an element twice does no harm. */
  private boolean overwrites() {
    return alpha == 1 && beta == 0;
  }

  /** Multiplies the current blocks, tile by tile. */
  private void multiplyBlock(int m, int n) {
    if (!packed && overwrites()) {
      multiplyByRows(m, n);
    } else {
      multiplyByColumns(m, n);
    }
  }

  /** Columns of B stay in the first-level cache while A and C pass by, each in one stream. */
  private void multiplyByColumns(int m, int n) {
    int most = kernels.packedRows();
    // In place tiles may begin anywhere: tiles of about the same height are the fastest.
    int height = packed ? most : evenBlock(m, most, kernels.lanes());
    int whole = m / height;
    if (whole > 0) {
      multiplyDown(0, height, whole, n);
    }
    if (whole * height < m) {
      multiplyDown(whole * height, m - whole * height, 1, n);
    }
  }

  /** Multiplies all columns of some tiles of a height below each other. */
  private void multiplyDown(int i, int rows, int count, int n) {
    int vectors = kernels.vectors(rows);
    int width;
    for (int j = 0; j < n; j += width) {
      // No tile takes columns of two panels.
      int left = packedPanels ? Math.min(n - j, UNIT - j % UNIT) : n - j;
      GemmKernel kernel = kernels.wide(vectors, left, packed, rowB == 1);
      width = kernel.columns;
      multiplyTiles(kernel, count, rows, i, j, true);
    }
  }

  /** Rows of A stay in the first-level cache while B, of a small product, passes by. */
  private void multiplyByRows(int m, int n) {
    int rows;
    for (int i = 0; i < m; i += rows) {
      int height = nextHeight(m, m - i);
      rows = Math.min(height, m - i);
      // The last tile takes rows again rather than leave some of its own unused.
      boolean again = m >= height;
      multiplyToTheRight(again ? i + rows - height : i, again ? height : rows, n);
    }
  }

  /** The height of the next of so few tiles as possible, about as high as all that follow it. */
  private int nextHeight(int m, int left) {
    int vectors = kernels.vectors(left);
    int count = (vectors + kernels.height() - 1) / kernels.height();
    int even = count == 1 ? vectors : (vectors + count - 1) / count;
    return kernels.lanes() * Math.max(1, m < even * kernels.lanes() ? m / kernels.lanes() : even);
  }

  /** Multiplies all columns of a tile's rows. */
  private void multiplyToTheRight(int i, int rows, int n) {
    int vectors = kernels.vectors(rows);
    int j = 0;
    while (j < n) {
      GemmKernel kernel = kernels.narrow(vectors, n - j);
      int first = j;
      do {
        j += kernel.columns;
      } while (j < n && kernels.narrow(vectors, n - j) == kernel);
      multiplyTiles(kernel, (j - first) / kernel.columns, rows, i, first, false);
    }
  }

  /**
   * Multiplies tiles that follow each other.
   *
   * @param rows their rows, in so many vectors as the kernel has
   * @param i the first row of the first
   * @param j the first column of the first
   * @param down whether the next are below it, else to its right
   */
  private void multiplyTiles(GemmKernel kernel, int count, int rows, int i, int j, boolean down) {
    int width = kernel.columns;
    int aStep = !down ? 0 : packed ? rows * depth : rows;
    int bStep = down ? 0 : width * columnB;
    int cStep = down ? rows : width * cColumn;
    int at = startA + (packed ? i * depth : i);
    int from = columnOfB(j);
    int to = startC + i + j * cColumn;
    boolean adds = beta == 1 && alpha != 0;
    int height = kernels.vectors(rows) * kernels.lanes();
    if (rows == height && (adds || overwrites())) {
      double factor = adds ? alpha : 0;
      kernel.tiles(
          count, aStep, bStep, cStep, depth, blockA, at, stepA, blockB, from, rowB, columnB, factor,
          c, to, cColumn);
      return;
    }
    for (int t = 0; t < count; t++) {
      kernel.tiles(
          1,
          0,
          0,
          0,
          depth,
          blockA,
          at + t * aStep,
          stepA,
          blockB,
          from + t * bStep,
          rowB,
          columnB,
          0,
          edge,
          0,
          height);
      panels.addTile(rows, width, alpha, edge, height, beta, c, to + t * cStep, cColumn);
    }
  }
}
