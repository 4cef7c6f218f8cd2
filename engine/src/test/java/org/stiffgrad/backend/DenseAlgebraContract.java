package org.stiffgrad.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link DenseAlgebra} computes; a backend's test supplies the algebra.
 *
 * <p>Factorisations and solves are judged by their backward errors, which hold for matrices of any
 * condition: {@code ||P A - L U|| / (||A|| n eps)} and {@code ||b - A x|| / (||A|| ||x|| n eps)},
 * both below the customary threshold 30 of the LAPACK test suite, in the maximum norm.
 */
public abstract class DenseAlgebraContract {
  private static final int[] SIZES = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 103};
  private static final double EPSILON = Math.ulp(1.0);
  private static final double RATIO_LIMIT = 30;

  private final RandomSeed seed = RandomSeed.next();
  private final Random random = seed.random();

  /** The algebra under test. */
  protected abstract DenseAlgebra algebra();

  /** Memory for the algebra under test. */
  protected abstract Workspace workspace();

  /** Whether pivots below the normal numbers are factored with, which OpenBLAS cannot. */
  protected boolean dividesBySubnormalPivots() {
    return true;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 103})
  void gemmOfSquareMatrices(int n) {
    for (Transpose transposeA : Transpose.values()) {
      for (Transpose transposeB : Transpose.values()) {
        checkGemm(transposeA, transposeB, n, n, n, 1, 0);
        checkGemm(transposeA, transposeB, n, n, n, -1, 1);
        checkGemm(transposeA, transposeB, n, n, n, 0.75, -2);
      }
    }
  }

  @Test
  void gemmOfRectangularMatrices() {
    double[] betas = {0, 1, -0.5};
    for (int trial = 0; trial < 120; trial++) {
      Transpose transposeA = random.nextBoolean() ? Transpose.NO : Transpose.YES;
      Transpose transposeB = random.nextBoolean() ? Transpose.NO : Transpose.YES;
      double beta = betas[random.nextInt(betas.length)];
      checkGemm(transposeA, transposeB, size(), size(), size(), random.nextGaussian(), beta);
    }
  }

  @Test
  void gemmOfMatricesLongerThanACacheBlock() {
    checkGemm(Transpose.NO, Transpose.NO, 7, 9, 1100, 1, 1);
    checkGemm(Transpose.YES, Transpose.NO, 431, 19, 421, -1, 0);
    checkGemm(Transpose.NO, Transpose.YES, 37, 1061, 401, -1, 1);
    checkGemm(Transpose.YES, Transpose.YES, 260, 130, 520, 2, 0.5);
    checkGemm(Transpose.NO, Transpose.NO, 301, 302, 303, 1, 0);
  }

  @Test
  void gemmWithAnEmptyInnerDimensionOnlyScales() {
    HostMatrix c = HostMatrix.random(random, 5, 3, 6);
    DenseMatrix result = c.in(workspace());
    DenseMatrix a = HostMatrix.zeros(5, 0, 5).in(workspace());
    DenseMatrix b = HostMatrix.zeros(0, 3, 1).in(workspace());
    algebra().gemm(Transpose.NO, Transpose.NO, 1, a, b, 2, result);
    assertEquals(2 * c.get(4, 2), HostMatrix.of(result).get(4, 2), seed.toString());
    algebra().gemm(Transpose.NO, Transpose.NO, 1, a, b, 0, result);
    assertEquals(0, HostMatrix.of(result).get(4, 2));
  }

  @Test
  void gemmShowsNaN() {
    for (int n : new int[] {3, 8, 19, 67}) {
      HostMatrix a = HostMatrix.random(random, n, n, n);
      a.set(n / 2, n - 1, Double.NaN);
      DenseMatrix c = HostMatrix.zeros(n, n, n).in(workspace());
      DenseMatrix zero = HostMatrix.zeros(n, n, n).in(workspace());
      algebra().gemm(Transpose.NO, Transpose.NO, 1, a.in(workspace()), zero, 0, c);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          assertEquals(i == n / 2, Double.isNaN(HostMatrix.of(c).get(i, j)), seed.toString());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 103, 200, 401})
  void factorsAndSolvesRandomMatrices(int n) {
    checkFactorAndSolve(HostMatrix.random(random, n, n, n));
    checkFactorAndSolve(HostMatrix.random(random, n, n, n + 3));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 8, 17, 33, 64, 103, 200})
  void factorsAndSolvesGradedMatrices(int n) {
    HostMatrix rows = HostMatrix.random(random, n, n, n);
    HostMatrix columns = rows.copy();
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        rows.set(i, j, rows.get(i, j) * Math.pow(10, -8.0 * i / n));
        columns.set(i, j, columns.get(i, j) * Math.pow(10, 8.0 * j / n));
      }
    }
    checkFactorAndSolve(rows);
    checkFactorAndSolve(columns);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 8, 17, 33, 64, 103, 200})
  void factorsAndSolvesNearlySingularMatrices(int n) {
    HostMatrix a = HostMatrix.random(random, n, n, n);
    for (int i = 0; i < n; i++) {
      a.set(i, n - 1, a.get(i, 0) + 1e-11 * a.get(i, n - 1));
    }
    checkFactorAndSolve(a);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 103, 200})
  void transposedSolveIsTheSolveWithTheTransposedMatrix(int n) {
    HostMatrix a = HostMatrix.randomDominant(random, n, n);
    DenseMatrix factors = a.in(workspace());
    DenseMatrix transposedFactors = a.transposed().in(workspace());
    Pivots pivots = factor(factors);
    Pivots transposedPivots = factor(transposedFactors);
    double[] rightHandSide = random.doubles(n, -1, 1).toArray();
    Buffer x = workspace().allocate(rightHandSide);
    Buffer y = workspace().allocate(rightHandSide);
    algebra().solve(Transpose.YES, factors, pivots, x);
    algebra().solve(Transpose.NO, transposedFactors, transposedPivots, y);
    assertClose(x.toArray(), y.toArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 103, 200})
  void oneVectorIsSolvedAsOneOfMany(int n) {
    DenseMatrix factors = HostMatrix.randomDominant(random, n, n + 1).in(workspace());
    Pivots pivots = factor(factors);
    for (int count : new int[] {1, 2, 3, 8, 13, 40}) {
      for (Transpose transpose : Transpose.values()) {
        HostMatrix b = HostMatrix.random(random, n, count, n + 2);
        DenseMatrix x = b.in(workspace());
        algebra().solve(transpose, factors, pivots, x);
        HostMatrix many = HostMatrix.of(x);
        assertPaddingUnchanged(b, many);
        for (int j = 0; j < count; j++) {
          Buffer one = workspace().allocate(b.column(j));
          algebra().solve(transpose, factors, pivots, one);
          assertClose(one.toArray(), many.column(j));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 103})
  void aSingularMatrixIsReportedWithTheIndexOfItsZeroPivot(int n) {
    for (int zero : new int[] {0, n / 2, n - 1}) {
      HostMatrix a = HostMatrix.random(random, n, n, n);
      for (int i = 0; i < n; i++) {
        a.set(i, zero, 0);
      }
      int outcome = algebra().factor(a.in(workspace()), workspace().allocatePivots(n));
      assertEquals(1 + zero, outcome, seed.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 103})
  void aNaNAnywhereIsReported(int n) {
    int step = Math.max(1, n / 5);
    for (int i = 0; i < n; i += step) {
      for (int j = 0; j < n; j += step) {
        HostMatrix a = HostMatrix.random(random, n, n, n);
        a.set(i, j, Double.NaN);
        int outcome = algebra().factor(a.in(workspace()), workspace().allocatePivots(n));
        assertNotEquals(0, outcome, "NaN at (" + i + ", " + j + ") " + seed);
        assertTrue(outcome <= n);
      }
    }
  }

  @Test
  void aNaNIsNotHiddenByZeros() {
    for (int n : new int[] {3, 8, 33}) {
      HostMatrix a = HostMatrix.zeros(n, n, n);
      for (int i = 0; i < n; i++) {
        a.set(i, i, 1);
      }
      HostMatrix lower = a.copy();
      lower.set(n - 1, 0, Double.NaN);
      HostMatrix upper = a.copy();
      upper.set(0, n - 1, Double.NaN);
      assertNotEquals(0, algebra().factor(lower.in(workspace()), workspace().allocatePivots(n)));
      assertNotEquals(0, algebra().factor(upper.in(workspace()), workspace().allocatePivots(n)));
    }
  }

  /** Where they are not divided by, they have to be reported rather than wrong. */
  @Test
  void pivotsOfTheSmallestMagnitudeDoNotOverflow() {
    HostMatrix a = HostMatrix.zeros(9, 9, 9);
    for (int i = 0; i < 9; i++) {
      a.set(i, i, Double.MIN_VALUE);
    }
    a.set(8, 0, Double.MIN_VALUE);
    DenseMatrix factors = a.in(workspace());
    int outcome = algebra().factor(factors, workspace().allocatePivots(9));
    if (dividesBySubnormalPivots()) {
      assertEquals(0, outcome);
      assertEquals(1, HostMatrix.of(factors).get(8, 0));
    } else {
      assertEquals(1, outcome);
    }
  }

  @Test
  void mismatchedShapesAreRefused() {
    DenseMatrix a = workspace().allocateMatrix(3, 4);
    DenseMatrix b = workspace().allocateMatrix(4, 5);
    DenseMatrix c = workspace().allocateMatrix(3, 5);
    DenseMatrix square = workspace().allocateMatrix(4, 4);
    Pivots four = workspace().allocatePivots(4);
    refused(() -> algebra().gemm(Transpose.YES, Transpose.NO, 1, a, b, 0, c));
    refused(() -> algebra().gemm(Transpose.NO, Transpose.YES, 1, a, b, 0, c));
    refused(() -> algebra().gemm(Transpose.NO, Transpose.NO, 1, a, b, 0, square));
    refused(() -> algebra().gemm(Transpose.NO, Transpose.NO, 1, square, square, 0, square));
    refused(() -> algebra().factor(a, four));
    refused(() -> algebra().factor(square, workspace().allocatePivots(3)));
    refused(() -> algebra().solve(Transpose.NO, a, four, workspace().allocate(4)));
    refused(() -> algebra().solve(Transpose.NO, square, four, workspace().allocate(5)));
    refused(() -> algebra().solve(Transpose.NO, square, four, a));
  }

  private static void refused(Runnable call) {
    assertThrows(IllegalArgumentException.class, call::run);
  }

  private int size() {
    return SIZES[random.nextInt(SIZES.length)];
  }

  private void checkGemm(
      Transpose transposeA, Transpose transposeB, int m, int n, int k, double alpha, double beta) {
    HostMatrix a = operand(transposeA, m, k);
    HostMatrix b = operand(transposeB, k, n);
    HostMatrix c = HostMatrix.random(random, m, n, m + random.nextInt(4));
    HostMatrix former = beta == 0 ? c.copy().filled(Double.NaN) : c;
    DenseMatrix result = former.in(workspace());
    algebra()
        .gemm(transposeA, transposeB, alpha, a.in(workspace()), b.in(workspace()), beta, result);
    HostMatrix actual = HostMatrix.of(result);
    String call =
        "%s %s m=%d n=%d k=%d alpha=%s beta=%s %s"
            .formatted(transposeA, transposeB, m, n, k, alpha, beta, seed);
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        double sum = 0;
        double magnitude = 0;
        for (int l = 0; l < k; l++) {
          double product = a.get(transposeA, i, l) * b.get(transposeB, l, j);
          sum += product;
          magnitude += Math.abs(product);
        }
        double expected = alpha * sum + beta * c.get(i, j);
        double scale = Math.abs(alpha) * magnitude + Math.abs(beta * c.get(i, j));
        // Each of the two sums of k products, in any order and with or without fused operations,
        // is off by at most (k + 3) u times the sum of the magnitudes; 2 u = EPSILON.
        double error = Math.abs(actual.get(i, j) - expected);
        if (!(error <= (k + 3) * EPSILON * scale)) {
          assertEquals(expected, actual.get(i, j), "(" + i + ", " + j + ") " + call);
        }
      }
    }
    assertPaddingUnchanged(c, actual);
  }

  /** A random matrix whose transpose or itself is rows x columns. */
  private HostMatrix operand(Transpose transpose, int rows, int columns) {
    int m = transpose == Transpose.NO ? rows : columns;
    int n = transpose == Transpose.NO ? columns : rows;
    return HostMatrix.random(random, m, n, m + random.nextInt(4));
  }

  private void checkFactorAndSolve(HostMatrix a) {
    int n = a.rows();
    DenseMatrix matrix = a.in(workspace());
    Pivots pivots = factor(matrix);
    HostMatrix factors = HostMatrix.of(matrix);
    assertPaddingUnchanged(a, factors);
    checkResidual(a, factors, pivots.toArray());
    for (Transpose transpose : Transpose.values()) {
      double[] b = random.doubles(n, -1, 1).toArray();
      Buffer x = workspace().allocate(b);
      algebra().solve(transpose, matrix, pivots, x);
      checkSolution(transpose, a, b, x.toArray());

      HostMatrix many = HostMatrix.random(random, n, 11, n + 1);
      DenseMatrix solutions = many.in(workspace());
      algebra().solve(transpose, matrix, pivots, solutions);
      for (int j = 0; j < 11; j++) {
        checkSolution(transpose, a, many.column(j), HostMatrix.of(solutions).column(j));
      }
    }
  }

  private void checkResidual(HostMatrix a, HostMatrix factors, int[] interchanges) {
    int n = a.rows();
    HostMatrix residual = a.copy();
    for (int k = 0; k < n; k++) {
      assertTrue(interchanges[k] >= k && interchanges[k] < n, seed.toString());
      for (int j = 0; j < n; j++) {
        double former = residual.get(k, j);
        residual.set(k, j, residual.get(interchanges[k], j));
        residual.set(interchanges[k], j, former);
      }
    }
    for (int j = 0; j < n; j++) {
      for (int l = 0; l <= j; l++) {
        double u = factors.get(l, j);
        residual.set(l, j, residual.get(l, j) - u);
        for (int i = l + 1; i < n; i++) {
          residual.set(i, j, residual.get(i, j) - factors.get(i, l) * u);
        }
      }
      for (int i = j + 1; i < n; i++) {
        assertTrue(
            Math.abs(factors.get(i, j)) <= 1, "L has an element above 1 in magnitude. " + seed);
      }
    }
    double ratio = residual.maximumNorm(Transpose.NO) / (a.maximumNorm(Transpose.NO) * n * EPSILON);
    assertTrue(
        ratio < RATIO_LIMIT, "||PA - LU|| / (||A|| n eps) = " + ratio + " n=" + n + " " + seed);
  }

  private void checkSolution(Transpose transpose, HostMatrix a, double[] b, double[] x) {
    double[] product = a.times(transpose, x);
    double residual = 0;
    double solution = 0;
    for (int i = 0; i < b.length; i++) {
      residual = Math.max(residual, Math.abs(b[i] - product[i]));
      solution = Math.max(solution, Math.abs(x[i]));
    }
    double ratio = residual / (a.maximumNorm(transpose) * solution * b.length * EPSILON);
    assertTrue(
        ratio < RATIO_LIMIT,
        "||b - Ax|| / (||A|| ||x|| n eps) = %s %s n=%d %s"
            .formatted(ratio, transpose, b.length, seed));
  }

  /** Solutions of well-conditioned systems: two computations differ by a few n roundings. */
  private void assertClose(double[] expected, double[] actual) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    double tolerance = 30 * expected.length * EPSILON * largest;
    assertArrayEquals(expected, actual, tolerance, seed.toString());
  }

  private void assertPaddingUnchanged(HostMatrix before, HostMatrix after) {
    for (int j = 0; j < before.columns(); j++) {
      for (int i = before.rows(); i < before.leadingDimension(); i++) {
        assertEquals(before.get(i, j), after.get(i, j), "Padding was changed. " + seed);
      }
    }
  }

  private Pivots factor(DenseMatrix a) {
    Pivots pivots = workspace().allocatePivots(a.rows());
    assertEquals(0, algebra().factor(a, pivots), seed.toString());
    return pivots;
  }
}
