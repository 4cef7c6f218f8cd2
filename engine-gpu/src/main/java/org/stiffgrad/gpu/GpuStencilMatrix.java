package org.stiffgrad.gpu;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.StencilMatrix;
import org.stiffgrad.backend.StencilMatrixShape;
import org.stiffgrad.gpu.runtime.GpuKernel;
import org.stiffgrad.gpu.runtime.GpuModule;
import org.stiffgrad.model.Grid;

/** A sparse stencil matrix on one grid, by the kernels of {@link MatrixSource}. */
final class GpuStencilMatrix implements StencilMatrix {
  /** Columns that one thread of a product takes, so that entries are read once for them. */
  private static final int COLUMNS_A_THREAD = 8;

  /** The most blocks along the second and the third axis of a launch. */
  private static final int MOST_BLOCKS = 65535;

  private final StencilMatrixShape shape;
  private final CellGrid grid;
  private final GpuKernel shiftedIdentity;
  private final GpuKernel subtract;
  private final GpuKernel product;
  private final GpuKernel columns;

  GpuStencilMatrix(StencilMatrixShape shape, Grid grid, GpuModule module, DeviceKernels kernels) {
    this.shape = shape;
    this.grid = CellGrid.of(grid.n());
    shiftedIdentity = kernels.kernel("shiftedIdentity", 4);
    subtract = module.kernel(MatrixSource.SUBTRACT, MatrixSource.SUBTRACT_ARGUMENTS);
    product = module.kernel(MatrixSource.PRODUCT, MatrixSource.PRODUCT_ARGUMENTS);
    columns = module.kernel(MatrixSource.COLUMNS, MatrixSource.COLUMNS_ARGUMENTS);
    subtract.setInt(0, grid.n());
    product.setInt(0, grid.n());
    columns.setInt(0, grid.n());
  }

  @Override
  public void assembleShifted(double shift, Buffer entries, DenseMatrix w) {
    shape.checkShifted(w);
    int n = w.rows();
    long target = DeviceBuffer.address(w.elements());
    shiftedIdentity.setInt(0, n);
    shiftedIdentity.setDouble(1, shift);
    shiftedIdentity.setLong(2, target);
    shiftedIdentity.setInt(3, w.leadingDimension());
    shiftedIdentity.launch(
        DeviceKernels.blocks(n), Math.min(n, MOST_BLOCKS), 1, DeviceKernels.BLOCK, 1, 0);
    subtract.setLong(1, DeviceBuffer.address(entries));
    subtract.setLong(2, target);
    subtract.setLong(3, w.leadingDimension());
    grid.launch(subtract, 1);
  }

  @Override
  public void addProduct(double factor, Buffer entries, DenseMatrix s, DenseMatrix result) {
    shape.checkProduct(s, result);
    if (s.columns() == 0) {
      return;
    }
    product.setDouble(1, factor);
    product.setLong(2, DeviceBuffer.address(entries));
    product.setLong(3, DeviceBuffer.address(s.elements()));
    product.setInt(4, s.leadingDimension());
    product.setLong(5, DeviceBuffer.address(result.elements()));
    product.setInt(6, result.leadingDimension());
    product.setInt(7, s.columns());
    grid.launch(product, Math.min(Math.ceilDiv(s.columns(), COLUMNS_A_THREAD), MOST_BLOCKS));
  }

  @Override
  public void addColumns(double factor, Buffer entries, int first, DenseMatrix result) {
    shape.checkColumns(first, result);
    if (result.columns() == 0) {
      return;
    }
    columns.setDouble(1, factor);
    columns.setLong(2, DeviceBuffer.address(entries));
    columns.setLong(3, first);
    columns.setInt(4, result.columns());
    columns.setLong(5, DeviceBuffer.address(result.elements()));
    columns.setInt(6, result.leadingDimension());
    columns.launch(
        Math.ceilDiv(result.columns(), DeviceKernels.BLOCK), 1, 1, DeviceKernels.BLOCK, 1, 0);
  }
}
