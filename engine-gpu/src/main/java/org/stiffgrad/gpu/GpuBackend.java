package org.stiffgrad.gpu;

import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.DenseAlgebra;
import org.stiffgrad.backend.StencilCompiler;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.gpu.runtime.GpuRuntime;
import org.stiffgrad.gpu.runtime.TransferCounts;

/**
 * All computing on one device: buffers, matrices and pivots stay in its memory, and a call queues
 * work without waiting for it. What comes back to the host by itself is one number for each norm
 * and scalar product and for each factorisation.
 */
public final class GpuBackend implements ComputeBackend {
  private final String name;
  private final GpuRuntime runtime;
  private final DeviceMemory memory;
  private final GpuVectorOperations vectors;
  private final GpuDenseAlgebra dense;
  private final GpuStencilCompiler stencils;

  /**
   * A backend on a device.
   *
   * @param name the name by which it is selected
   * @param runtime the device; closed with the backend, also if this fails
   */
  public GpuBackend(String name, GpuRuntime runtime) {
    this.name = name;
    this.runtime = runtime;
    memory = new DeviceMemory(runtime);
    try {
      DeviceKernels kernels = DeviceKernels.compile(runtime);
      vectors = new GpuVectorOperations(runtime, memory, kernels);
      dense = new GpuDenseAlgebra(runtime, memory, kernels);
      stencils = new GpuStencilCompiler(runtime, memory, kernels);
    } catch (RuntimeException e) {
      runtime.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return runtime.device().description();
  }

  @Override
  public Workspace newWorkspace() {
    return new GpuWorkspace(runtime, memory);
  }

  @Override
  public VectorOperations vectors() {
    return vectors;
  }

  @Override
  public DenseAlgebra dense() {
    return dense;
  }

  @Override
  public StencilCompiler stencils() {
    return stencils;
  }

  /** The copies between host and device since the backend was opened. */
  public TransferCounts transfers() {
    return runtime.transfers();
  }

  /** The device below. */
  public GpuRuntime runtime() {
    return runtime;
  }

  @Override
  public void finish() {
    runtime.synchronize();
  }

  /** Releases everything on the device, also after a call of it failed. */
  @Override
  public void close() {
    runtime.close();
  }
}
