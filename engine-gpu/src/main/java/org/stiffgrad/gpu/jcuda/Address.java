package org.stiffgrad.gpu.jcuda;

import jcuda.Pointer;

/** An address, of the host or of the device, as JCuda takes it. */
final class Address extends Pointer {
  Address(long value) {
    super(value);
  }

  /** An address to be written by a call. */
  static Address unknown() {
    return new Address(0);
  }

  long value() {
    return getNativePointer() + getByteOffset();
  }
}
