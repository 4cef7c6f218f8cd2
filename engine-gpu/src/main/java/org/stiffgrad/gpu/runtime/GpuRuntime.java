package org.stiffgrad.gpu.runtime;

/**
 * One device with its context, one in-order stream, and the vendor's dense linear algebra. Device
 * memory is addressed by plain 64-bit addresses, so that a part of an allocation is an address plus
 * a number of bytes.
 *
 * <p>Work is queued on the stream in the order of the calls: copies between host and device return
 * when they are done, everything else may still be running when the call returns. Copies, launches
 * and matrix products make no objects, but for those that a binding's own calls want.
 *
 * <p>A runtime with its parts is used by one thread at a time. Every method but {@link #close}
 * throws {@link GpuException} if a call of the driver or of a library fails; a failure of work that
 * was queued earlier may surface in any later call.
 */
public interface GpuRuntime extends AutoCloseable {
  /** The device and the software that drives it. */
  GpuDevice device();

  /**
   * Device memory of undefined content, aligned to 256 bytes. The driver's allocator is slow and
   * waits for the device: keep what will be needed again.
   *
   * @param bytes at least 1
   * @return its address
   * @throws GpuOutOfMemoryException if the device has no such amount left; nothing was allocated
   */
  long allocate(long bytes);

  /** Gives back what {@link #allocate} returned. */
  void free(long address);

  /** The bytes of device memory that nobody holds now. */
  long freeBytes();

  /** Copies {@code source[start .. start + count)} to the device. */
  void upload(double[] source, int start, int count, long target);

  /** Copies {@code source[start .. start + count)} to the device. */
  void upload(int[] source, int start, int count, long target);

  /** Copies from the device to {@code target[start .. start + count)}. */
  void download(long source, double[] target, int start, int count);

  /** Copies from the device to {@code target[start .. start + count)}. */
  void download(long source, int[] target, int start, int count);

  /** Copies within the device's memory; the two ranges do not overlap. */
  void copy(long source, long target, long bytes);

  /** Sets bytes to zero. */
  void zero(long target, long bytes);

  /** What was copied between host and device since this runtime was opened. */
  TransferCounts transfers();

  /**
   * Compiles CUDA C++ for this device, or takes the outcome of an earlier time from the user's
   * cache.
   *
   * @param source the program; its kernels are {@code extern "C"}
   * @param options further options of NVRTC, such as {@code --fmad=false}; the architecture is
   *     added
   * @return an image for {@link #load}
   * @throws GpuException with the compiler's log if the source has errors
   */
  byte[] compile(String source, String... options);

  /** Loads an image that {@link #compile} made. */
  GpuModule load(byte[] image);

  /** Waits until all queued work is done. */
  void synchronize();

  /** A mark that can be put into the stream. */
  GpuEvent newEvent();

  /** Products and triangular solves on this runtime's stream. */
  GpuBlas blas();

  /** LU factorisations and solves on this runtime's stream. */
  GpuSolver solver();

  /**
   * Releases everything that was made by this runtime and is still there: memory, modules, events,
   * handles, stream and context. A second call does nothing. Calls that fail, as all do after a
   * kernel has crashed, do not keep the others from being made.
   */
  @Override
  void close();
}
