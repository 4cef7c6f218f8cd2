package org.stiffgrad.gpu.runtime;

/**
 * Which triangle of a matrix a triangular solve reads; a matrix of LU factors holds one of each.
 */
public enum Triangle {
  /** Below the diagonal, with ones on it. */
  UNIT_LOWER,
  /** The diagonal and what lies above. */
  UPPER
}
