package org.stiffgrad.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.blas.CpuLevel3;
import org.stiffgrad.backend.DenseMatrix;

/** ND4J's matrix-matrix operations on arrays in column-major order, with explicit shapes. */
final class Level3 extends CpuLevel3 {
  private static final char COLUMN_MAJOR = 'f';

  /** The diagonal's kind is handed on as it is, so that it has to be the constant of CBLAS. */
  private static final char NON_UNIT = 131;

  private static final char UNIT = 132;

  /** {@code c = alpha op(a) op(b) + beta c}, c being of a given shape. */
  void multiply(
      char opA,
      char opB,
      DenseMatrix shape,
      int inner,
      double alpha,
      INDArray a,
      INDArray b,
      double beta,
      INDArray c) {
    dgemm(
        COLUMN_MAJOR,
        opA,
        opB,
        shape.rows(),
        shape.columns(),
        inner,
        alpha,
        a,
        a.rows(),
        b,
        b.rows(),
        beta,
        c,
        c.rows());
  }

  /** Solves with the unit lower triangle, or its transpose, for right-hand sides of a shape. */
  void solveUnitLower(char operation, INDArray factors, INDArray x, DenseMatrix shape) {
    solve('l', operation, UNIT, factors, x, shape);
  }

  /** Solves with the upper triangle, or its transpose, for right-hand sides of a shape. */
  void solveUpper(char operation, INDArray factors, INDArray x, DenseMatrix shape) {
    solve('u', operation, NON_UNIT, factors, x, shape);
  }

  private void solve(
      char triangle, char operation, char diagonal, INDArray a, INDArray x, DenseMatrix shape) {
    dtrsm(
        COLUMN_MAJOR,
        'l',
        triangle,
        operation,
        diagonal,
        shape.rows(),
        shape.columns(),
        1,
        a,
        a.rows(),
        x,
        x.rows());
  }
}
