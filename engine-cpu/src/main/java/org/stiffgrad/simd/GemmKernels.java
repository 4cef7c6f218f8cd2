package org.stiffgrad.simd;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/** The micro-kernels of one species. */
final class GemmKernels {
  /** The height of packed panels in vectors: of large tiles, the one that reads least in all. */
  private static final int PACKED_HEIGHT = 3;

  private final GemmKernelGenerator generator;
  private final int lanes;
  private final int height;
  private final Tiles byColumns;
  private volatile @Nullable Tiles byRows;

  /**
   * The kernels of a species.
   *
   * @param lookup full access to this package
   */
  GemmKernels(MethodHandles.Lookup lookup, VectorSpecies<Double> species) {
    generator = new GemmKernelGenerator(lookup, species);
    lanes = species.length();
    // A tile of v vectors and n columns needs v n accumulators, v registers for A and one for B.
    // AVX-512 has 32 registers, the narrower instruction sets of x86 have 16. A column costs the
    // inner loop two instructions of its own, a vector of A one: high tiles are fastest in it.
    height = species.vectorBitSize() == 512 ? 4 : 3;
    byColumns = new Tiles(false);
  }

  /** The doubles in a vector. */
  int lanes() {
    return lanes;
  }

  /** The height of the highest tile in vectors. */
  int height() {
    return height;
  }

  /** The rows of packed panels of A. */
  int packedRows() {
    return PACKED_HEIGHT * lanes;
  }

  /** The kernels for a B with contiguous columns. */
  Tiles byColumns() {
    return byColumns;
  }

  /** The kernels for a B with contiguous rows; few programs need them. */
  Tiles byRows() {
    Tiles tiles = byRows;
    if (tiles == null) {
      synchronized (this) {
        tiles = byRows;
        if (tiles == null) {
          tiles = new Tiles(true);
          byRows = tiles;
        }
      }
    }
    return tiles;
  }

  /**
   * Kernels of all heights and of a few widths, of which each number of columns is a sum. They are
   * generated when they are first needed: a program uses half of them.
   */
  final class Tiles {
    /** Columns up to which the choice of the next tile depends on them. */
    private static final int COLUMNS = 9;

    private final boolean rows;
    private final @Nullable GemmKernel[][] next = new GemmKernel[height][COLUMNS + 1];
    private final GemmKernel panel;

    private Tiles(boolean rows) {
      this.rows = rows;
      panel = generator.generate(PACKED_HEIGHT, widest(PACKED_HEIGHT), rows, true);
    }

    /** The columns for which a tile of v vectors has registers. */
    private int widest(int v) {
      return height == 4 ? Math.min(8, 24 / v) : 4;
    }

    /** The columns of the next of the tiles of v vectors whose columns add up to n. */
    private int width(int v, int n) {
      int widest = widest(v);
      // Eight are two tiles of four rather than one of six and one of two.
      return n < widest || (n == 8 && widest == 6)
          ? Integer.highestOneBit(Math.min(n, widest))
          : widest;
    }

    /* Threads may see an entry late; kernels are immutable. */
    private synchronized GemmKernel generate(int v, int n) {
      GemmKernel[] kernels = next[v - 1];
      int width = width(v, n);
      GemmKernel kernel = kernels[width];
      if (kernel == null) {
        kernel = generator.generate(v, width, rows, false);
      }
      kernels[width] = kernel;
      kernels[n] = kernel;
      return kernel;
    }

    /**
     * The kernel for the next tile of a height in vectors where so many columns are left.
     *
     * @param packed whether it is called for packed panels of A
     */
    GemmKernel next(boolean packed, int vectors, int columns) {
      if (packed && vectors == PACKED_HEIGHT && columns >= panel.columns) {
        return panel;
      }
      int n = Math.min(columns, COLUMNS);
      GemmKernel kernel = next[vectors - 1][n];
      return kernel != null ? kernel : generate(vectors, n);
    }
  }
}
