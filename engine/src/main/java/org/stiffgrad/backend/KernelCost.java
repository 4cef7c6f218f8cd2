package org.stiffgrad.backend;

import org.stiffgrad.expression.Expr;
import org.stiffgrad.expression.JacobianStencil;
import org.stiffgrad.expression.LoweredProgram;
import org.stiffgrad.expression.Operation;
import org.stiffgrad.expression.StencilOperand;
import org.stiffgrad.model.Grid;

/**
 * What one call of a kernel has to do: the floating-point operations, and the bytes that must pass
 * between the processor and the place where vectors and matrices live if each element is read once
 * and written once. Implementations may do more; rates are quoted in these terms so that they
 * compare.
 *
 * <p>Additions, multiplications, divisions, comparisons, square roots and functions count one
 * operation each, changes of sign none. That a cache line is fetched before it is written to is not
 * counted, as in the STREAM benchmark (McCalpin 1995).
 *
 * @param flops floating-point operations
 * @param bytes bytes read and written
 */
public record KernelCost(double flops, double bytes) {
  /** {@code C = alpha A B + beta C} for an m x k matrix A and a k x n matrix B: {@code 2 m n k}. */
  public static KernelCost gemm(int m, int n, int k) {
    double elements = (double) m * k + (double) k * n + 2.0 * m * n;
    return new KernelCost(2.0 * m * n * k, Double.BYTES * elements);
  }

  /** LU factorisation in place of a matrix of order n: {@code 2/3 n^3}, to leading order. */
  public static KernelCost factor(int n) {
    return new KernelCost(2.0 / 3 * n * n * n, Double.BYTES * 2.0 * n * n);
  }

  /** Solves with LU factors of order n, in place: {@code 2 n^2} for each right-hand side. */
  public static KernelCost solve(int n, int rightHandSides) {
    double square = (double) n * n;
    return new KernelCost(
        2 * square * rightHandSides, Double.BYTES * (square + 2.0 * n * rightHandSides));
  }

  /**
   * One evaluation of a stencil program: its operations in every cell; it reads each field of an
   * operand and each table once, whatever the number of neighbours, and writes its outputs.
   */
  public static KernelCost stencil(LoweredProgram program, Grid grid) {
    long flops =
        program.operations().stream().filter(e -> e.operation() != Operation.NEGATE).count();
    long fieldsRead = program.reads().stream().map(Field::of).distinct().count();
    long vectors = fieldsRead + program.tables().size() + program.program().outputs().size();
    return new KernelCost(flops, Double.BYTES * vectors).times(grid.cells());
  }

  /** {@link StencilMatrix#assembleShifted}: one subtraction an entry, the matrix written. */
  public static KernelCost assembleShifted(JacobianStencil jacobian, Grid grid) {
    double entries = entries(jacobian, grid);
    double rows = (double) jacobian.rowFields() * grid.cells();
    return new KernelCost(entries, Double.BYTES * (entries + rows * rows));
  }

  /**
   * {@link StencilMatrix#addProduct} with a factor of so many columns: a product and a sum an entry
   * and column, and the factor's product and sum an element of the result.
   */
  public static KernelCost addProduct(JacobianStencil jacobian, Grid grid, int columns) {
    double entries = entries(jacobian, grid);
    double from = (double) jacobian.columnFields() * grid.cells() * columns;
    double to = (double) jacobian.rowFields() * grid.cells() * columns;
    return new KernelCost(2 * entries * columns + 2 * to, Double.BYTES * (entries + from + 2 * to));
  }

  /**
   * {@link StencilMatrix#addColumns} of so many columns: a product and a sum for each element of
   * the pattern, which is read, as the element it is added to is read and written.
   */
  public static KernelCost addColumns(JacobianStencil jacobian, Grid grid, int columns) {
    double perColumn = (double) jacobian.entries().size() / jacobian.columnFields();
    return new KernelCost(2 * perColumn * columns, Double.BYTES * 3 * perColumn * columns);
  }

  /** {@link VectorOperations#linearCombination} of so many terms that are not zero. */
  public static KernelCost linearCombination(long length, int terms) {
    return vectors(length, Math.max(0, 2 * terms - 1), terms + 1);
  }

  /** {@link VectorOperations#weightedRmsNorm}. */
  public static KernelCost weightedRmsNorm(long length) {
    // Comparison, product and sum of the weight; division; square and sum.
    return vectors(length, 6, 3);
  }

  /** {@link VectorOperations#dot}. */
  public static KernelCost dot(long length) {
    return vectors(length, 2, 2);
  }

  /** {@link VectorOperations#copy(Buffer, Buffer)} of so many elements. */
  public static KernelCost copy(long length) {
    return vectors(length, 0, 2);
  }

  /** {@link VectorOperations#fill}. */
  public static KernelCost fill(long length) {
    return vectors(length, 0, 1);
  }

  /** The cost of so many calls. */
  public KernelCost times(double calls) {
    return new KernelCost(calls * flops, calls * bytes);
  }

  /**
   * The least seconds it takes a machine of these rates: whichever of computing and moving takes
   * longer (the roofline model, Williams, Waterman and Patterson 2009).
   *
   * @param flopsPerSecond peak of arithmetic
   * @param bytesPerSecond bandwidth of the memory that holds the data
   */
  public double leastSeconds(double flopsPerSecond, double bytesPerSecond) {
    return Math.max(flops / flopsPerSecond, bytes / bytesPerSecond);
  }

  private static KernelCost vectors(long length, int flops, int vectors) {
    return new KernelCost((double) flops * length, (double) Double.BYTES * vectors * length);
  }

  private static double entries(JacobianStencil jacobian, Grid grid) {
    return (double) jacobian.entries().size() * grid.cells();
  }

  /** A field of an operand, wherever it is read. */
  private record Field(StencilOperand operand, int index) {
    static Field of(Expr read) {
      return new Field(read.operand(), read.field());
    }
  }
}
