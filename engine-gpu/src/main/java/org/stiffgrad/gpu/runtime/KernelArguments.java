package org.stiffgrad.gpu.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The arguments of a launch in native memory: one slot of eight bytes for each, and the array of
 * the slots' addresses that a launch takes. The order of bytes in a slot is the machine's,
 * little-endian, so that a slot's address is also that of a shorter argument.
 */
public final class KernelArguments {
  private final int count;
  private final MemorySegment values;
  private final MemorySegment addresses;

  /**
   * @param arena gives the memory and releases it
   * @param count how many arguments there are
   */
  public KernelArguments(Arena arena, int count) {
    this.count = count;
    values = arena.allocate(ValueLayout.JAVA_LONG, Math.max(1, count));
    addresses = arena.allocate(ValueLayout.JAVA_LONG, Math.max(1, count));
    for (int i = 0; i < count; i++) {
      addresses.setAtIndex(ValueLayout.JAVA_LONG, i, values.address() + slot(i));
    }
  }

  private long slot(int index) {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException(
          "The kernel has %d arguments; there is no argument %d.".formatted(count, index));
    }
    return (long) Long.BYTES * index;
  }

  public void setInt(int index, int value) {
    values.set(ValueLayout.JAVA_INT, slot(index), value);
  }

  public void setLong(int index, long value) {
    values.set(ValueLayout.JAVA_LONG, slot(index), value);
  }

  public void setDouble(int index, double value) {
    values.set(ValueLayout.JAVA_DOUBLE, slot(index), value);
  }

  /** The address of the array of addresses. */
  public long address() {
    return addresses.address();
  }
}
