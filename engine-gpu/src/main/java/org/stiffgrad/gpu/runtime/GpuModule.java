package org.stiffgrad.gpu.runtime;

/** A loaded program. */
public interface GpuModule extends AutoCloseable {
  /**
   * A kernel of this program with an argument block of its own.
   *
   * @param name its name in the source, where it is {@code extern "C" __global__}
   * @param arguments how many arguments it takes
   * @throws GpuException if there is no kernel of that name
   */
  GpuKernel kernel(String name, int arguments);

  /** Unloads it; its kernels are unusable then. */
  @Override
  void close();
}
