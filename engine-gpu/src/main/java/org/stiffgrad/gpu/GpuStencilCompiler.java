package org.stiffgrad.gpu;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.stiffgrad.backend.CachingStencilCompiler;
import org.stiffgrad.backend.HoistedValues;
import org.stiffgrad.backend.StencilKernel;
import org.stiffgrad.backend.StencilMatrix;
import org.stiffgrad.backend.StencilMatrixShape;
import org.stiffgrad.expression.JacobianStencil;
import org.stiffgrad.expression.LoweredProgram;
import org.stiffgrad.gpu.runtime.GpuKernel;
import org.stiffgrad.gpu.runtime.GpuModule;
import org.stiffgrad.gpu.runtime.GpuRuntime;
import org.stiffgrad.model.Grid;

/**
 * Compiles stencil programs by way of CUDA C++. A program is compiled once for all grids; what
 * belongs to a grid are its tables, which stay on the device until the backend is closed.
 */
final class GpuStencilCompiler extends CachingStencilCompiler {
  private final GpuRuntime runtime;
  private final DeviceMemory memory;
  private final DeviceKernels deviceKernels;
  private final IdentityHashMap<LoweredProgram, Code> codes = new IdentityHashMap<>();
  private final Map<String, GpuModule> matrixModules = new HashMap<>();

  /** The grid-independent part of a kernel. */
  private record Code(List<LoweredProgram> parts, GpuModule module) {}

  GpuStencilCompiler(GpuRuntime runtime, DeviceMemory memory, DeviceKernels deviceKernels) {
    this.runtime = runtime;
    this.memory = memory;
    this.deviceKernels = deviceKernels;
  }

  private GpuModule load(String source) {
    return runtime.load(runtime.compile(source, StencilSource.COMPILER_OPTIONS));
  }

  private Code code(LoweredProgram program) {
    List<LoweredProgram> parts = StencilSource.divide(program);
    return new Code(parts, load(StencilSource.of(parts)));
  }

  @Override
  protected StencilKernel newKernel(LoweredProgram program, Grid grid) {
    Code code = codes.computeIfAbsent(program, this::code);
    GpuStencilKernel.Part[] parts = new GpuStencilKernel.Part[code.parts.size()];
    long start = 0;
    for (int k = 0; k < parts.length; k++) {
      LoweredProgram part = code.parts.get(k);
      GpuKernel kernel =
          code.module.kernel(
              StencilSource.kernelName(part.program(), k), StencilSource.arguments(part));
      HoistedValues hoisted = new HoistedValues(part, grid);
      kernel.setInt(0, grid.n());
      kernel.setLong(1, tables(part, hoisted, grid));
      parts[k] =
          new GpuStencilKernel.Part(kernel, hoisted, part.program().operands().size(), start);
      start += (long) part.program().outputs().size() * grid.cells();
    }
    return new GpuStencilKernel(CellGrid.of(grid.n()), parts);
  }

  /** Where the tables of a program stand on the device, one after another; 0 if it has none. */
  private long tables(LoweredProgram program, HoistedValues hoisted, Grid grid) {
    int count = program.tables().size();
    if (count == 0) {
      return 0;
    }
    long bytes = (long) grid.cells() * Double.BYTES;
    long address = memory.take(count * bytes, count + " tables of " + program.program());
    for (int k = 0; k < count; k++) {
      runtime.upload(hoisted.table(k), 0, grid.cells(), address + k * bytes);
    }
    return address;
  }

  @Override
  protected StencilMatrix newMatrix(JacobianStencil jacobian, Grid grid) {
    GpuModule module = matrixModules.computeIfAbsent(MatrixSource.of(jacobian), this::load);
    return new GpuStencilMatrix(StencilMatrixShape.of(jacobian, grid), grid, module, deviceKernels);
  }
}
