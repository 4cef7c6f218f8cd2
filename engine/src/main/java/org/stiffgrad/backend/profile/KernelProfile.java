package org.stiffgrad.backend.profile;

import org.stiffgrad.backend.KernelCost;

/**
 * All calls of one kernel.
 *
 * @param name what it computes, for people
 * @param calls how often it was called
 * @param seconds the wall-clock time of all calls together; of a kernel of less than some
 *     microseconds an estimate from those calls that were timed
 * @param cost what all calls together had to do, estimated likewise
 */
public record KernelProfile(String name, long calls, double seconds, KernelCost cost) {
  /** Floating-point operations a second. */
  public double flopsPerSecond() {
    return cost.flops() / seconds;
  }

  /** Bytes a second. */
  public double bytesPerSecond() {
    return cost.bytes() / seconds;
  }
}
