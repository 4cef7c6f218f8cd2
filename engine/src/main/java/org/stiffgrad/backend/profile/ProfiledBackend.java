package org.stiffgrad.backend.profile;

import java.util.List;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.DenseAlgebra;
import org.stiffgrad.backend.StencilCompiler;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;

/**
 * A backend that computes on another one and keeps account of it. Memory and compiled kernels are
 * those of the other backend, so that both can be used in turn, by one thread at a time.
 *
 * <p>A call that is timed is waited for, as is all that was asked for before it.
 */
public final class ProfiledBackend implements ComputeBackend {
  private final ComputeBackend backend;
  private final KernelCounters counters;
  private final VectorOperations vectors;
  private final DenseAlgebra dense;
  private final StencilCompiler stencils;

  /**
   * Counts from now on.
   *
   * @param backend where to compute; it is closed with this one
   */
  public ProfiledBackend(ComputeBackend backend) {
    this.backend = backend;
    counters = new KernelCounters(backend::finish);
    vectors = new ProfiledVectors(backend.vectors(), counters);
    dense = new ProfiledDense(backend.dense(), counters);
    stencils = new ProfiledStencils(backend.stencils(), counters);
  }

  /** Every kernel that was called since the last {@link #reset}, the longest time first. */
  public List<KernelProfile> profiles() {
    return counters.profiles();
  }

  /** Forgets all calls so far. */
  public void reset() {
    counters.reset();
  }

  @Override
  public String name() {
    return backend.name();
  }

  @Override
  public String description() {
    return backend.description() + ", profiled";
  }

  @Override
  public Workspace newWorkspace() {
    return backend.newWorkspace();
  }

  @Override
  public VectorOperations vectors() {
    return vectors;
  }

  @Override
  public DenseAlgebra dense() {
    return dense;
  }

  @Override
  public StencilCompiler stencils() {
    return stencils;
  }

  @Override
  public void finish() {
    backend.finish();
  }

  @Override
  public void close() {
    backend.close();
  }
}
