package org.stiffgrad.linear;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.DenseMatrix;

/**
 * A factored {@code W = shift I - J} that solves with W and with W^T.
 *
 * <p>Law: {@code solveTransposed} after factoring W gives what {@code solve} gives after factoring
 * W^T, to rounding.
 */
public interface Factorization {
  /**
   * Factors {@code shift I - J} for the Jacobian's present value, replacing the former factors.
   *
   * @return whether W is numerically nonsingular; if not, no solve may follow
   */
  boolean factor(double shift);

  /** Solves {@code W x = b}; x may be the same buffer as b. */
  void solve(Buffer b, Buffer x);

  /** Solves {@code W X = B} in place, for every column of B. */
  void solve(DenseMatrix b);

  /** Solves {@code W^T x = b}; x may be the same buffer as b. */
  void solveTransposed(Buffer b, Buffer x);
}
