package org.stiffgrad.gpu.cuda;

import org.stiffgrad.gpu.StandIn;
import org.stiffgrad.gpu.runtime.GpuRuntime;
import org.stiffgrad.gpu.runtime.StandInContract;

class Cuda12RuntimeTest extends StandInContract {
  @Override
  protected GpuRuntime open() {
    return new CudaBinding(StandIn.libraries(12)).open();
  }
}
