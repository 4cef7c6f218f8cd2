package org.stiffgrad.simd.stencil;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.HeapBuffer;
import org.stiffgrad.backend.HoistedValues;
import org.stiffgrad.backend.StencilKernel;

/** A compiled program on one grid. */
final class SimdStencilKernel implements StencilKernel {
  private final StageCode[] stages;
  private final GridTraversal traversal;
  private final HoistedValues hoisted;
  private final KernelData data;

  SimdStencilKernel(
      StageCode[] stages, GridTraversal traversal, HoistedValues hoisted, KernelData data) {
    this.stages = stages;
    this.traversal = traversal;
    this.hoisted = hoisted;
    this.data = data;
  }

  @Override
  public void evaluate(double t, Buffer[] operands, Buffer result) {
    double[] target = HeapBuffer.elements(result);
    hoisted.evaluateUniforms(t);
    for (int block = 0; block < traversal.blockCount(); block++) {
      int firstRun = traversal.firstRun(block);
      int lastRun = traversal.firstRun(block + 1);
      int firstSingle = traversal.firstSingle(block);
      int lastSingle = traversal.firstSingle(block + 1);
      int origin = traversal.origin(block);
      for (StageCode stage : stages) {
        // The single cells come last: they replace what the runs leave in cells near an edge.
        if (firstRun < lastRun) {
          stage.runs(operands, target, data, firstRun, lastRun, origin);
        }
        if (firstSingle < lastSingle) {
          stage.singles(operands, target, data, firstSingle, lastSingle, origin);
        }
      }
    }
  }
}
