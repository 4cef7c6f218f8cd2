package org.stiffgrad.simd.stencil;

/** What generated code reads besides operands, for one program on one grid. */
final class KernelData {
  /** The number of cells of a field. */
  final int cells;

  /**
   * The runs of cells, each {@code start, limit} and then, for every offset dj of {@link
   * ReadOffsets#rows}, the distance between the cell (i, j) and the cell (i, j + dj).
   */
  final int[] runs;

  /**
   * The single cells, each its index and then, for every offset of {@link ReadOffsets#neighbours},
   * the index of the cell at that offset.
   */
  final int[] singles;

  final double[][] tables;
  final double[] uniforms;

  /**
   * Values that pass from one stage to the next, {@code [slot * scratchStride + cell - origin]}.
   */
  final double[] scratch;

  final int scratchStride;

  KernelData(
      GridTraversal traversal, double[][] tables, double[] uniforms, int cells, int scratchSlots) {
    this.cells = cells;
    this.runs = traversal.runs();
    this.singles = traversal.singles();
    this.tables = tables;
    this.uniforms = uniforms;
    this.scratchStride = traversal.largestBlock();
    this.scratch = new double[scratchSlots * scratchStride];
  }
}
