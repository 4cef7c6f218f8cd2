package org.stiffgrad.simd;

import jdk.incubator.vector.DoubleVector;
import org.stiffgrad.backend.Availability;
import org.stiffgrad.backend.BackendOptions;
import org.stiffgrad.backend.BackendUnavailableException;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.ComputeBackendProvider;

/** Offers the Vector API backend where the JVM was started with the incubator module. */
public final class SimdBackendProvider implements ComputeBackendProvider {
  static final String NAME = "simd";

  private static final String MODULE = "jdk.incubator.vector";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Availability probe() {
    /* Nothing of the module may be named before it is known to be there. */
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return new Availability.Unavailable(
          "the JVM was started without the Vector API; add --add-modules " + MODULE + ".");
    }
    return VectorApi.availability();
  }

  @Override
  public int maximumThreads() {
    return Runtime.getRuntime().availableProcessors();
  }

  @Override
  public ComputeBackend open(BackendOptions options) {
    if (probe() instanceof Availability.Unavailable unavailable) {
      throw new BackendUnavailableException(NAME, unavailable.reason());
    }
    return new SimdBackend(options.threads());
  }

  /** The part of the probe that touches the module. */
  private static final class VectorApi {
    static Availability availability() {
      int bits = DoubleVector.SPECIES_PREFERRED.vectorBitSize();
      if (bits < 128) {
        return new Availability.Unavailable(
            "this CPU has vectors of " + bits + " bits; at least 128 are needed.");
      }
      return new Availability.Available(SimdBackend.describe(DoubleVector.SPECIES_PREFERRED, 1));
    }
  }
}
