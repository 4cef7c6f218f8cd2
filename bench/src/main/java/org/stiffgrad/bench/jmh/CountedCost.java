package org.stiffgrad.bench.jmh;

import java.util.function.Function;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.KernelCost;
import org.stiffgrad.backend.profile.KernelProfile;
import org.stiffgrad.backend.profile.ProfiledBackend;

/** The cost of a computation that is made of many kernels, by counting their calls. */
final class CountedCost {
  private CountedCost() {}

  /**
   * Computes once and adds up.
   *
   * @param computation makes what is to be run from a backend, on which only the run is counted
   */
  static KernelCost of(Function<ComputeBackend, Runnable> computation) {
    try (ProfiledBackend backend = new ProfiledBackend(Backends.open(Backends.AUTO))) {
      Runnable run = computation.apply(backend);
      backend.reset();
      run.run();
      double flops = 0;
      double bytes = 0;
      for (KernelProfile kernel : backend.profiles()) {
        flops += kernel.cost().flops();
        bytes += kernel.cost().bytes();
      }
      return new KernelCost(flops, bytes);
    }
  }
}
