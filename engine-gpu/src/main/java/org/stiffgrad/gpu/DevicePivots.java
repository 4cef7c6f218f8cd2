package org.stiffgrad.gpu;

import org.stiffgrad.backend.Pivots;
import org.stiffgrad.gpu.runtime.GpuSolver;

/** Row interchanges in a device's memory. */
final class DevicePivots implements Pivots {
  private final GpuSolver solver;
  private final int size;
  private final long address;

  DevicePivots(GpuSolver solver, long address, int size) {
    this.solver = solver;
    this.address = address;
    this.size = size;
  }

  /** Where the interchanges of a GPU backend begin. */
  static long address(Pivots pivots) {
    if (pivots instanceof DevicePivots device) {
      return device.address;
    }
    throw new IllegalArgumentException(
        "Pivots of type %s were passed to a backend that works in a device's memory; allocate them from a workspace of the same backend."
            .formatted(pivots.getClass().getSimpleName()));
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int[] toArray() {
    int[] interchanges = new int[size];
    if (size > 0) {
      solver.downloadPivots(address, interchanges);
    }
    return interchanges;
  }

  /** Gives the memory back; the pivots are unusable from then on. */
  void release(DeviceMemory memory) {
    memory.give(address, solver.pivotBytes(size));
  }
}
