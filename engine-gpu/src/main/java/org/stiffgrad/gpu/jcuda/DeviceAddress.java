package org.stiffgrad.gpu.jcuda;

import jcuda.driver.CUdeviceptr;

/** An address of the device, as JCuda's driver calls take it. */
final class DeviceAddress extends CUdeviceptr {
  private static final CUdeviceptr ZERO = new CUdeviceptr();

  /** The class has no constructor for a number, but one for a distance from another address. */
  DeviceAddress(long value) {
    super(ZERO, value);
  }

  /** An address to be written by a call. */
  static DeviceAddress unknown() {
    return new DeviceAddress(0);
  }

  long value() {
    return getNativePointer() + getByteOffset();
  }
}
