package org.stiffgrad.gpu.runtime;

/**
 * A kernel and the arguments of its next launch. Arguments keep their values from launch to launch,
 * and may be changed as soon as a launch has returned. Nothing here allocates.
 *
 * <p>The type of each argument must be the one that the source declares, which cannot be checked.
 */
public interface GpuKernel {
  String name();

  /** Sets an argument that is an {@code int}. */
  void setInt(int index, int value);

  /** Sets an argument that is a {@code long long} or an address. */
  void setLong(int index, long value);

  /** Sets an argument that is a {@code double}. */
  void setDouble(int index, double value);

  /**
   * Queues the kernel on a grid of {@code gridX x gridY x gridZ} blocks of {@code blockX x blockY}
   * threads.
   *
   * @param gridX at most 2^31 - 1; y and z at most 65535
   * @param sharedBytes dynamic shared memory of each block, at most 48 KiB
   */
  void launch(int gridX, int gridY, int gridZ, int blockX, int blockY, int sharedBytes);
}
