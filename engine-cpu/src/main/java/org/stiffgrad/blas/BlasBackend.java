package org.stiffgrad.blas;

import org.stiffgrad.backend.Availability;
import org.stiffgrad.backend.BackendOptions;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.ComputeBackendProvider;
import org.stiffgrad.backend.DenseAlgebra;
import org.stiffgrad.backend.StencilCompiler;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.backend.scalar.ScalarBackendProvider;
import org.stiffgrad.simd.SimdBackendProvider;

/** Dense algebra of a library on heap arrays; all else is its base's, simd or else scalar. */
public final class BlasBackend implements ComputeBackend {
  private final String name;
  private final String library;
  private final ComputeBackend base;
  private final CloseableAlgebra dense;

  /** Dense algebra that holds memory outside the heap. */
  public interface CloseableAlgebra extends DenseAlgebra, AutoCloseable {
    @Override
    void close();
  }

  /**
   * A backend on the best base that runs here.
   *
   * @param library for people: the library and its version
   * @param dense its algebra, on heap buffers; closed with the backend
   * @param options for the base, which uses as many of the threads as it can
   */
  public BlasBackend(String name, String library, CloseableAlgebra dense, BackendOptions options) {
    this.name = name;
    this.library = library;
    this.dense = dense;
    ComputeBackendProvider simd = new SimdBackendProvider();
    ComputeBackendProvider provider =
        simd.probe() instanceof Availability.Available ? simd : new ScalarBackendProvider();
    int threads = Math.min(options.threads(), provider.maximumThreads());
    base = provider.open(options.withThreads(threads));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return "%s; all but dense algebra by %s: %s"
        .formatted(library, base.name(), base.description());
  }

  @Override
  public Workspace newWorkspace() {
    return base.newWorkspace();
  }

  @Override
  public VectorOperations vectors() {
    return base.vectors();
  }

  @Override
  public DenseAlgebra dense() {
    return dense;
  }

  @Override
  public StencilCompiler stencils() {
    return base.stencils();
  }

  @Override
  public void close() {
    dense.close();
    base.close();
  }
}
