package org.stiffgrad.gpu;

import java.util.ArrayList;
import java.util.List;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.HeapWorkspace;
import org.stiffgrad.backend.Pivots;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.gpu.runtime.GpuRuntime;
import org.stiffgrad.gpu.runtime.GpuSolver;

/** Device memory of one computation, and the heap memory that goes with it. */
final class GpuWorkspace implements Workspace {
  private final GpuRuntime runtime;
  private final DeviceMemory memory;
  private final HeapWorkspace host = new HeapWorkspace();
  private final List<DeviceBuffer> buffers = new ArrayList<>();
  private final List<DevicePivots> pivots = new ArrayList<>();
  private long deviceBytes;

  GpuWorkspace(GpuRuntime runtime, DeviceMemory memory) {
    this.runtime = runtime;
    this.memory = memory;
  }

  @Override
  public Buffer allocate(long length) {
    return allocate(length, length + " numbers");
  }

  private Buffer allocate(long length, String what) {
    long bytes = Math.multiplyExact(length, Double.BYTES);
    long address = take(bytes, what);
    DeviceBuffer buffer = new DeviceBuffer(runtime, address, length);
    buffers.add(buffer);
    if (bytes > 0) {
      runtime.zero(address, bytes);
    }
    return buffer;
  }

  private long take(long bytes, String what) {
    long address = memory.take(bytes, what);
    deviceBytes += DeviceMemory.blockBytes(bytes);
    return address;
  }

  @Override
  public DenseMatrix allocateMatrix(int rows, int columns) {
    Buffer elements =
        allocate((long) rows * columns, "a dense " + rows + " x " + columns + " matrix");
    return new DenseMatrix(elements, rows, columns, Math.max(1, rows));
  }

  @Override
  public Pivots allocatePivots(int n) {
    GpuSolver solver = runtime.solver();
    DevicePivots made =
        new DevicePivots(solver, take(solver.pivotBytes(n), n + " row interchanges"), n);
    pivots.add(made);
    return made;
  }

  @Override
  public double[] allocateHost(long length) {
    return host.allocateHost(length);
  }

  @Override
  public long bytes() {
    return deviceBytes + host.bytes();
  }

  /** Gives the device memory back for other computations; calls no function of the device. */
  @Override
  public void close() {
    buffers.forEach(buffer -> buffer.release(memory));
    pivots.forEach(each -> each.release(memory));
    buffers.clear();
    pivots.clear();
    deviceBytes = 0;
    host.close();
  }
}
