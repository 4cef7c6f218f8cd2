package org.stiffgrad.nd4j;

import org.stiffgrad.backend.Availability;
import org.stiffgrad.backend.BackendOptions;
import org.stiffgrad.backend.BackendUnavailableException;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.ComputeBackendProvider;
import org.stiffgrad.blas.BlasBackend;
import org.stiffgrad.blas.NativeArtifact;

/** Offers ND4J where its libraries are on the class path. The probe does not load them. */
public final class Nd4jBackendProvider implements ComputeBackendProvider {
  static final String NAME = "nd4j";

  private static final NativeArtifact ARTIFACT = new NativeArtifact("org.nd4j", "nd4j-native");

  private static final String[] RESOURCES = {
    "/org/nd4j/linalg/factory/Nd4j.class",
    "/org/nd4j/linalg/cpu/nativecpu/bindings/" + NativeArtifact.PLATFORM + "/libnd4jcpu.so",
    "/org/bytedeco/openblas/" + NativeArtifact.PLATFORM + "/libjniopenblas.so",
  };

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Availability probe() {
    return ARTIFACT
        .absence(RESOURCES)
        .<Availability>map(Availability.Unavailable::new)
        .orElseGet(() -> new Availability.Available(describe()));
  }

  private static String describe() {
    return "ND4J " + ARTIFACT.version() + ", 1 thread";
  }

  @Override
  public ComputeBackend open(BackendOptions options) {
    if (probe() instanceof Availability.Unavailable unavailable) {
      throw new BackendUnavailableException(NAME, unavailable.reason());
    }
    return new BlasBackend(NAME, describe(), algebra(), options);
  }

  /** ND4J loads its libraries here, and wraps what goes wrong then in exceptions of many types. */
  private static Nd4jDenseAlgebra algebra() {
    try {
      return new Nd4jDenseAlgebra();
    } catch (LinkageError | RuntimeException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      throw new BackendUnavailableException(
          NAME, "its libraries cannot be loaded (" + cause.getMessage() + ").");
    }
  }
}
