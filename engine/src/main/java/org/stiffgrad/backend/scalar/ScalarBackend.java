package org.stiffgrad.backend.scalar;

import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.DenseAlgebra;
import org.stiffgrad.backend.HeapWorkspace;
import org.stiffgrad.backend.StencilCompiler;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;

/** The reference backend: plain Java loops on heap arrays. */
public final class ScalarBackend implements ComputeBackend {
  /** The name by which the backend is selected. */
  public static final String NAME = "scalar";

  static final String DESCRIPTION = "plain Java loops";

  private final VectorOperations vectors = new ScalarVectorOperations();
  private final DenseAlgebra dense = new ScalarDenseAlgebra();
  private final StencilCompiler stencils = new ScalarStencilCompiler();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return DESCRIPTION;
  }

  @Override
  public Workspace newWorkspace() {
    return new HeapWorkspace();
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

  /** Does nothing: the garbage collector owns all memory. */
  @Override
  public void close() {}
}
