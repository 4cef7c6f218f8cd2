package org.stiffgrad.gpu;

import org.stiffgrad.gpu.runtime.GpuKernel;

/**
 * How threads are laid over a grid of n x n cells: blocks of 32 cells along x, as a warp has lanes
 * and memory lines have room for, and 8 along y; on grids narrower than 32 whole rows.
 */
record CellGrid(int blockX, int blockY, int blocksX, int blocksY) {
  private static final int WARP = 32;

  static CellGrid of(int n) {
    int blockX = Math.min(WARP, n);
    int blockY = Math.min(DeviceKernels.BLOCK / blockX, n);
    return new CellGrid(blockX, blockY, Math.ceilDiv(n, blockX), Math.ceilDiv(n, blockY));
  }

  /** Queues a kernel on all cells, {@code layers} times. */
  void launch(GpuKernel kernel, int layers) {
    kernel.launch(blocksX, blocksY, layers, blockX, blockY, 0);
  }
}
