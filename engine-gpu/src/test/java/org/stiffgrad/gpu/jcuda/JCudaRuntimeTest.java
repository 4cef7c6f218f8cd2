package org.stiffgrad.gpu.jcuda;

import org.stiffgrad.gpu.StandIn;
import org.stiffgrad.gpu.runtime.GpuRuntime;
import org.stiffgrad.gpu.runtime.StandInContract;

class JCudaRuntimeTest extends StandInContract {
  @Override
  protected GpuRuntime open() {
    return new JCudaBinding(StandIn.libraries(12)).open();
  }

  /** JCuda takes an object for each address: three in a product, two in a copy. */
  @Override
  protected long bytesPerRound() {
    return 5 * 48;
  }
}
