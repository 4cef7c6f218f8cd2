package org.stiffgrad.gpu;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.gpu.runtime.GpuRuntime;

/** A vector in a device's memory. */
final class DeviceBuffer implements Buffer {
  private final GpuRuntime runtime;
  private final long length;
  private long address;

  DeviceBuffer(GpuRuntime runtime, long address, long length) {
    this.runtime = runtime;
    this.address = address;
    this.length = length;
  }

  /** Where a buffer of a GPU backend begins. */
  static long address(Buffer buffer) {
    if (buffer instanceof DeviceBuffer device) {
      return device.address();
    }
    throw new IllegalArgumentException(
        "A buffer of type %s was passed to a backend that works in a device's memory; allocate it from a workspace of the same backend."
            .formatted(buffer.getClass().getSimpleName()));
  }

  private long address() {
    if (address == 0) {
      throw new IllegalStateException("A buffer was used after its workspace was closed.");
    }
    return address;
  }

  /** Gives the memory back; the buffer is unusable from then on. */
  void release(DeviceMemory memory) {
    memory.give(address, length * Double.BYTES);
    address = 0;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void read(double[] target) {
    check(target.length);
    if (target.length > 0) {
      runtime.download(address(), target, 0, target.length);
    }
  }

  @Override
  public void write(double[] source) {
    check(source.length);
    if (source.length > 0) {
      runtime.upload(source, 0, source.length, address());
    }
  }

  private void check(int count) {
    if (count > length) {
      throw new IndexOutOfBoundsException(
          "A host array of %d numbers does not fit a buffer of %d.".formatted(count, length));
    }
  }
}
