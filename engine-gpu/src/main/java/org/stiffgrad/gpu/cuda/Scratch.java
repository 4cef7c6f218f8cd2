package org.stiffgrad.gpu.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Sixteen bytes outside the heap for what a call returns through addresses. */
final class Scratch {
  private final MemorySegment memory;

  Scratch(Arena arena) {
    memory = arena.allocate(ValueLayout.JAVA_LONG, 2);
  }

  /** The address of the first eight bytes. */
  long first() {
    return memory.address();
  }

  /** The address of the other eight bytes. */
  long second() {
    return memory.address() + Long.BYTES;
  }

  int intAt(long address) {
    return memory.get(ValueLayout.JAVA_INT, address - memory.address());
  }

  float floatAt(long address) {
    return memory.get(ValueLayout.JAVA_FLOAT, address - memory.address());
  }

  long longAt(long address) {
    return memory.get(ValueLayout.JAVA_LONG, address - memory.address());
  }

  void setLong(long address, long value) {
    memory.set(ValueLayout.JAVA_LONG, address - memory.address(), value);
  }

  void setDouble(long address, double value) {
    memory.set(ValueLayout.JAVA_DOUBLE, address - memory.address(), value);
  }
}
