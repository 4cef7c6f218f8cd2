package org.stiffgrad.backend;

/**
 * A place to compute: memory, vector operations, dense algebra and stencil kernels. A backend is
 * used by one thread at a time.
 */
public interface ComputeBackend extends AutoCloseable {
  /** The name by which it is selected, such as {@code simd}. */
  String name();

  /** One line for people: implementation, vector width, device, library version. */
  String description();

  /** Memory for one computation. */
  Workspace newWorkspace();

  VectorOperations vectors();

  DenseAlgebra dense();

  StencilCompiler stencils();

  /** Waits until all is computed that was asked for; a backend may return from calls before. */
  default void finish() {}

  @Override
  void close();
}
