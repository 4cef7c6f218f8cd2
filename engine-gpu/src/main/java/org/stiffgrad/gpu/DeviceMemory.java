package org.stiffgrad.gpu;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.stiffgrad.backend.InsufficientMemoryException;
import org.stiffgrad.gpu.runtime.GpuOutOfMemoryException;
import org.stiffgrad.gpu.runtime.GpuRuntime;

/**
 * A device's memory, in blocks that are kept when they are given back: the driver's allocator waits
 * for the device, and a second gradient needs the blocks of the first. When the device has no room
 * for a new block, all spare blocks go back to the driver before it is asked again.
 */
final class DeviceMemory {
  /** What a vector load of the widest kind is aligned to, and then some. */
  private static final long GRANULARITY = 512;

  private final GpuRuntime runtime;
  private final Map<Long, Deque<Long>> spare = new HashMap<>();
  private long spareBytes;

  DeviceMemory(GpuRuntime runtime) {
    this.runtime = runtime;
  }

  /** The bytes that a block for so many takes. */
  static long blockBytes(long bytes) {
    return Math.max(1, Math.ceilDiv(bytes, GRANULARITY)) * GRANULARITY;
  }

  /**
   * Lends a block of any content.
   *
   * @param bytes how many are needed, at least 0
   * @param what it is for, for people
   * @return its address
   * @throws InsufficientMemoryException if the device has no room for it; nothing was allocated
   */
  long take(long bytes, String what) {
    long size = blockBytes(bytes);
    Deque<Long> blocks = spare.get(size);
    if (blocks != null && !blocks.isEmpty()) {
      spareBytes -= size;
      return blocks.pop();
    }
    try {
      return runtime.allocate(size);
    } catch (GpuOutOfMemoryException e) {
      if (spareBytes == 0) {
        throw refusal(e, what);
      }
    }
    trim();
    try {
      return runtime.allocate(size);
    } catch (GpuOutOfMemoryException e) {
      throw refusal(e, what);
    }
  }

  private InsufficientMemoryException refusal(GpuOutOfMemoryException e, String what) {
    InsufficientMemoryException refusal =
        new InsufficientMemoryException(
            "Storing %s takes %d bytes, but the %s has %d of its %d bytes free; choose a smaller grid, or end other programs that use the device."
                .formatted(
                    what, e.askedBytes(), runtime.device().name(), e.freeBytes(), e.totalBytes()));
    refusal.initCause(e);
    return refusal;
  }

  /** Takes a block back that was lent for so many bytes. */
  void give(long address, long bytes) {
    long size = blockBytes(bytes);
    spare.computeIfAbsent(size, s -> new ArrayDeque<>()).push(address);
    spareBytes += size;
  }

  /** The bytes of blocks that nobody uses. */
  long spareBytes() {
    return spareBytes;
  }

  /** Gives all spare blocks back to the driver. */
  void trim() {
    for (Deque<Long> blocks : spare.values()) {
      while (!blocks.isEmpty()) {
        runtime.free(blocks.pop());
      }
    }
    spareBytes = 0;
  }
}
