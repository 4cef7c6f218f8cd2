package org.stiffgrad.bench.jmh;

import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.DenseAlgebra;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.Pivots;
import org.stiffgrad.backend.StencilCompiler;
import org.stiffgrad.backend.StencilKernel;
import org.stiffgrad.backend.StencilMatrix;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.expression.JacobianStencil;
import org.stiffgrad.expression.StencilProgram;
import org.stiffgrad.model.Grid;

/** The reference backend, with an error of a thousandth in one element of every result. */
final class WrongBackend
    implements ComputeBackend, DenseAlgebra, StencilCompiler, VectorOperations {
  private static final double FACTOR = 1.001;

  private final ComputeBackend right = Backends.open("scalar");

  private static void spoil(Buffer result) {
    double[] values = result.toArray();
    values[values.length / 2] *= FACTOR;
    result.write(values);
  }

  @Override
  public String name() {
    return "wrong";
  }

  @Override
  public String description() {
    return "the reference backend with errors";
  }

  @Override
  public Workspace newWorkspace() {
    return right.newWorkspace();
  }

  @Override
  public VectorOperations vectors() {
    return this;
  }

  @Override
  public DenseAlgebra dense() {
    return this;
  }

  @Override
  public StencilCompiler stencils() {
    return this;
  }

  @Override
  public void gemm(
      Transpose transposeA,
      Transpose transposeB,
      double alpha,
      DenseMatrix a,
      DenseMatrix b,
      double beta,
      DenseMatrix c) {
    right.dense().gemm(transposeA, transposeB, alpha, a, b, beta, c);
    spoil(c.elements());
  }

  @Override
  public int factor(DenseMatrix a, Pivots pivots) {
    int singular = right.dense().factor(a, pivots);
    spoil(a.elements());
    return singular;
  }

  @Override
  public void solve(Transpose transpose, DenseMatrix factors, Pivots pivots, Buffer b) {
    right.dense().solve(transpose, factors, pivots, b);
    spoil(b);
  }

  @Override
  public void solve(Transpose transpose, DenseMatrix factors, Pivots pivots, DenseMatrix b) {
    right.dense().solve(transpose, factors, pivots, b);
    spoil(b.elements());
  }

  @Override
  public StencilKernel compile(StencilProgram program, Grid grid) {
    StencilKernel kernel = right.stencils().compile(program, grid);
    return (t, operands, result) -> {
      kernel.evaluate(t, operands, result);
      spoil(result);
    };
  }

  @Override
  public StencilMatrix matrix(JacobianStencil jacobian, Grid grid) {
    StencilMatrix matrix = right.stencils().matrix(jacobian, grid);
    return new StencilMatrix() {
      @Override
      public void assembleShifted(double shift, Buffer entries, DenseMatrix w) {
        matrix.assembleShifted(shift * FACTOR, entries, w);
      }

      @Override
      public void addProduct(double factor, Buffer entries, DenseMatrix s, DenseMatrix result) {
        matrix.addProduct(factor, entries, s, result);
      }

      @Override
      public void addColumns(double factor, Buffer entries, int first, DenseMatrix result) {
        matrix.addColumns(factor, entries, first, result);
      }
    };
  }

  @Override
  public void fill(Buffer x, double value) {
    right.vectors().fill(x, value);
  }

  @Override
  public void copy(Buffer from, Buffer to) {
    right.vectors().copy(from, to);
  }

  @Override
  public void copy(Buffer from, long fromStart, Buffer to, long toStart, long count) {
    right.vectors().copy(from, fromStart, to, toStart, count);
  }

  @Override
  public void linearCombination(double[] coefficients, Buffer[] terms, int count, Buffer result) {
    right.vectors().linearCombination(coefficients, terms, count, result);
  }

  @Override
  public double weightedRmsNorm(
      Buffer error, Buffer before, Buffer after, double abstol, double reltol) {
    return FACTOR * right.vectors().weightedRmsNorm(error, before, after, abstol, reltol);
  }

  @Override
  public double largestWeightedRmsNorm(
      Buffer error,
      Buffer before,
      Buffer after,
      int length,
      int count,
      double abstol,
      double reltol) {
    return FACTOR
        * right
            .vectors()
            .largestWeightedRmsNorm(error, before, after, length, count, abstol, reltol);
  }

  @Override
  public double dot(Buffer x, Buffer y) {
    return FACTOR * right.vectors().dot(x, y);
  }

  @Override
  public void close() {
    right.close();
  }
}
