package org.stiffgrad.simd;

import java.lang.invoke.MethodHandles;
import java.util.EnumMap;
import java.util.Objects;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.simd.GemmKernelGenerator.Layout;

/** The micro-kernels of one species, each generated when it is first asked for. */
final class GemmKernels {
  /** The height of packed panels in vectors: of wide tiles, the one that reads least in all. */
  private static final int PACKED_HEIGHT = 3;

  private final GemmKernelGenerator generator;
  private final int lanes;
  private final int laneShift;
  private final int height;

  /** The width of tiles whose B has contiguous rows or columns. */
  private final int wide;

  /** The next width by the columns left, of tiles whose B may be any. */
  private final int[] narrow;

  /** By layout, height in vectors less one, and width. */
  private final EnumMap<Layout, @Nullable GemmKernel[][]> kernels = new EnumMap<>(Layout.class);

  /**
   * The kernels of a species.
   *
   * @param lookup full access to this package
   */
  GemmKernels(MethodHandles.Lookup lookup, VectorSpecies<Double> species) {
    generator = new GemmKernelGenerator(lookup, species);
    lanes = species.length();
    laneShift = Integer.numberOfTrailingZeros(lanes);
    // A tile of v vectors and n columns needs v n accumulators, v registers for A and one for B.
    // AVX-512 has 32 registers, the narrower instruction sets of x86 have 16. A column costs the
    // inner loop more instructions of its own than a vector of A: high tiles are fastest in it.
    // Six columns are as many as have all their addresses in registers, where B may be any.
    boolean many = species.vectorBitSize() == 512;
    height = many ? 4 : 3;
    wide = many ? Gemm.UNIT : 4;
    narrow = many ? new int[] {0, 1, 2, 2, 4, 4, 6, 6, 4, 6} : new int[] {0, 1, 2, 2, 4};
    for (Layout layout : Layout.values()) {
      kernels.put(layout, new GemmKernel[height][wide + 1]);
    }
  }

  /** The doubles in a vector. */
  int lanes() {
    return lanes;
  }

  /** The vectors that hold a number of rows. */
  int vectors(int rows) {
    return (rows + lanes - 1) >> laneShift;
  }

  /** The height of the highest tile in vectors. */
  int height() {
    return height;
  }

  /** The rows of packed panels of A. */
  int packedRows() {
    return PACKED_HEIGHT * lanes;
  }

  /**
   * The kernel for the next tile of any B where so many columns are left.
   *
   * @param vectors the height of the tile
   */
  GemmKernel narrow(int vectors, int columns) {
    return kernel(Layout.ANY, vectors, narrow[Math.min(columns, narrow.length - 1)]);
  }

  /**
   * The kernel for the next tile of a B with contiguous rows or columns where so many columns are
   * left: a wide one if there is one, which reads A less often.
   *
   * @param vectors the height of the tile, up to that of packed panels
   * @param packed whether it is for packed panels of A of {@link #packedRows}
   * @param contiguousColumns whether the columns of B are contiguous; if not, its rows are
   */
  GemmKernel wide(int vectors, int columns, boolean packed, boolean contiguousColumns) {
    if (columns >= wide) {
      if (packed && vectors == PACKED_HEIGHT) {
        Layout layout = contiguousColumns ? Layout.PACKED_BY_COLUMNS : Layout.PACKED_BY_ROWS;
        return kernel(layout, vectors, wide);
      }
      if (contiguousColumns) {
        return kernel(Layout.BY_COLUMNS, vectors, wide);
      }
    }
    return narrow(vectors, columns);
  }

  private GemmKernel kernel(Layout layout, int vectors, int width) {
    @Nullable GemmKernel[] row = Objects.requireNonNull(kernels.get(layout))[vectors - 1];
    GemmKernel kernel = row[width];
    return kernel != null ? kernel : generate(layout, vectors, width, row);
  }

  private synchronized GemmKernel generate(
      Layout layout, int vectors, int width, @Nullable GemmKernel[] row) {
    GemmKernel kernel = row[width];
    if (kernel == null) {
      kernel = generator.generate(layout, vectors, width);
      row[width] = kernel;
    }
    return kernel;
  }
}
