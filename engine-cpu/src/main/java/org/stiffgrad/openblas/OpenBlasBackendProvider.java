package org.stiffgrad.openblas;

import org.stiffgrad.backend.Availability;
import org.stiffgrad.backend.BackendOptions;
import org.stiffgrad.backend.BackendUnavailableException;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.ComputeBackendProvider;
import org.stiffgrad.blas.BlasBackend;

/**
 * Offers OpenBLAS where its library is on the class path. The probe does not load it, which takes
 * longer than a small problem.
 */
public final class OpenBlasBackendProvider implements ComputeBackendProvider {
  static final String NAME = "openblas";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Availability probe() {
    return OpenBlasLibrary.absence()
        .<Availability>map(Availability.Unavailable::new)
        .orElseGet(() -> new Availability.Available("OpenBLAS " + OpenBlasLibrary.version()));
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
    OpenBlasLibrary.load();
    int threads = options.threads();
    String library =
        "OpenBLAS %s, kernels for %s, %d thread%s"
            .formatted(OpenBlasLibrary.version(), OpenBlas.CORE, threads, threads == 1 ? "" : "s");
    OpenBlasDenseAlgebra algebra =
        options.safepoints()
            ? new OpenBlasDenseAlgebra(threads)
            : new OpenBlasDenseAlgebra(threads, Double.POSITIVE_INFINITY);
    return new BlasBackend(NAME, library, algebra, options);
  }
}
