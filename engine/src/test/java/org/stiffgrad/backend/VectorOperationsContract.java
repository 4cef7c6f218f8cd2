package org.stiffgrad.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link VectorOperations} computes; a backend's test supplies the operations. */
public abstract class VectorOperationsContract {
  /** The unit roundoff. */
  private static final double U = Math.ulp(1.0) / 2;

  private final RandomSeed seed = RandomSeed.next();
  private final Random random = seed.random();

  /** The operations under test. */
  protected abstract VectorOperations operations();

  /** Memory for the operations under test. */
  protected abstract Workspace workspace();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 103})
  void fillsAndCopies(int n) {
    Buffer x = workspace().allocate(vector(n));
    Buffer y = workspace().allocate(n);
    operations().copy(x, y);
    assertArrayEquals(x.toArray(), y.toArray(), seed.toString());
    Buffer longer = workspace().allocate(n + 5);
    operations().copy(x, 1, longer, 3, n - 1);
    double[] moved = new double[n + 5];
    System.arraycopy(x.toArray(), 1, moved, 3, n - 1);
    assertArrayEquals(moved, longer.toArray(), seed.toString());
    operations().fill(y, -2.5);
    double[] expected = new double[n];
    Arrays.fill(expected, -2.5);
    assertArrayEquals(expected, y.toArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 103})
  void linearCombinationIsTheSumOfItsTerms(int n) {
    for (int count = 0; count <= 12; count++) {
      double[] coefficients = vector(count);
      double[][] values = new double[count][];
      Buffer[] terms = new Buffer[count];
      for (int j = 0; j < count; j++) {
        values[j] = vector(n);
        terms[j] = workspace().allocate(values[j]);
      }
      Buffer result = workspace().allocate(nans(n));
      operations().linearCombination(coefficients, terms, count, result);
      assertSum(coefficients, values, result.toArray());
      for (int j = 0; j < count; j++) {
        assertArrayEquals(values[j], terms[j].toArray(), "A term was changed. " + seed);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 103})
  void linearCombinationMayOverwriteAnyTerm(int n) {
    int count = 7;
    for (int target = 0; target < count; target++) {
      double[] coefficients = vector(count);
      double[][] values = new double[count][];
      Buffer[] terms = new Buffer[count];
      for (int j = 0; j < count; j++) {
        values[j] = vector(n);
        terms[j] = workspace().allocate(values[j]);
      }
      operations().linearCombination(coefficients, terms, count, terms[target]);
      assertSum(coefficients, values, terms[target].toArray());
    }
  }

  /** More than a library or a kernel may take at once. */
  @ParameterizedTest
  @ValueSource(ints = {15, 16, 17, 31, 32, 46, 70})
  void linearCombinationOfManyTermsMayOverwriteAny(int count) {
    for (int target = 0; target < count; target += 7) {
      double[] coefficients = vector(count);
      coefficients[count / 2] = 0;
      double[][] values = new double[count][];
      Buffer[] terms = new Buffer[count];
      for (int j = 0; j < count; j++) {
        values[j] = vector(33);
        terms[j] = workspace().allocate(values[j]);
      }
      operations().linearCombination(coefficients, terms, count, terms[target]);
      assertSum(coefficients, values, terms[target].toArray());
    }
  }

  @Test
  void linearCombinationUsesOnlyTheCountedTerms() {
    int n = 19;
    Buffer x = workspace().allocate(vector(n));
    Buffer poison = workspace().allocate(nans(n));
    Buffer result = workspace().allocate(n);
    operations().linearCombination(new double[] {3, 5}, new Buffer[] {x, poison}, 1, result);
    double[] expected = Arrays.stream(x.toArray()).map(e -> 3 * e).toArray();
    assertArrayEquals(expected, result.toArray(), seed.toString());
  }

  @Test
  void linearCombinationDoesNotReadTermsWithCoefficientZero() {
    int n = 103;
    Buffer x = workspace().allocate(vector(n));
    Buffer poison = workspace().allocate(nans(n));
    for (int zeros = 0; zeros < 64; zeros++) {
      double[] coefficients = new double[6];
      Buffer[] terms = new Buffer[6];
      double total = 0;
      for (int j = 0; j < 6; j++) {
        boolean zero = (zeros >> j & 1) == 1;
        coefficients[j] = zero ? 0 : j + 1;
        terms[j] = zero ? poison : x;
        total += coefficients[j];
      }
      Buffer result = workspace().allocate(nans(n));
      operations().linearCombination(coefficients, terms, 6, result);
      double sum = total;
      double[] expected = Arrays.stream(x.toArray()).map(e -> sum * e).toArray();
      assertArrayEquals(expected, result.toArray(), 12 * U * sum, seed.toString());
    }
  }

  @Test
  void linearCombinationShowsNaN() {
    int n = 17;
    for (int i = 0; i < n; i++) {
      double[] values = vector(n);
      values[i] = Double.NaN;
      Buffer x = workspace().allocate(values);
      Buffer y = workspace().allocate(vector(n));
      operations().linearCombination(new double[] {1, 2}, new Buffer[] {y, x}, 2, y);
      double[] result = y.toArray();
      for (int j = 0; j < n; j++) {
        assertEquals(i == j, Double.isNaN(result[j]), seed.toString());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 103})
  void weightedRmsNormFollowsItsFormula(int n) {
    double[] error = vector(n);
    double[] before = vector(n);
    double[] after = vector(n);
    double abstol = 1e-3;
    double reltol = 1e-2;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double weight = abstol + reltol * Math.max(Math.abs(before[i]), Math.abs(after[i]));
      sum += Math.pow(error[i] / weight, 2);
    }
    double expected = Math.sqrt(sum / n);
    double norm =
        operations()
            .weightedRmsNorm(
                workspace().allocate(error),
                workspace().allocate(before),
                workspace().allocate(after),
                abstol,
                reltol);
    // A sum of n positive terms, each with a handful of roundings, on both sides.
    assertEquals(expected, norm, 2 * (n + 10) * U * expected, seed.toString());
  }

  @Test
  void weightedRmsNormOfAnyNaNIsNaN() {
    int n = 21;
    for (int position = 0; position < n; position++) {
      for (int operand = 0; operand < 3; operand++) {
        double[][] values = {vector(n), vector(n), vector(n)};
        values[operand][position] = Double.NaN;
        double norm =
            operations()
                .weightedRmsNorm(
                    workspace().allocate(values[0]),
                    workspace().allocate(values[1]),
                    workspace().allocate(values[2]),
                    1e-6,
                    1e-6);
        assertTrue(Double.isNaN(norm), "operand " + operand + " position " + position);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 9, 17, 33, 103})
  void largestWeightedRmsNormIsTheLargestOfTheBlocks(int n) {
    int count = 5;
    double[] error = vector(n * (count + 1));
    double[] before = vector(error.length);
    double[] after = vector(error.length);
    /* A block beyond the last, which does not count. */
    Arrays.fill(error, n * count, error.length, 1e6);
    double expected = 0;
    for (int k = 0; k < count; k++) {
      expected =
          Math.max(
              expected,
              operations()
                  .weightedRmsNorm(
                      block(error, k, n), block(before, k, n), block(after, k, n), 1e-3, 1e-2));
    }
    double actual = largestOfBlocks(error, before, after, n, count);
    // The same sums, in another order perhaps.
    assertEquals(expected, actual, 2 * (n + 10) * U * expected, seed.toString());
    before[n * (count - 1)] = Double.NaN;
    assertTrue(Double.isNaN(largestOfBlocks(error, before, after, n, count)), seed.toString());
    assertEquals(0, largestOfBlocks(error, before, after, n, 0));
  }

  private Buffer block(double[] vector, int k, int n) {
    return workspace().allocate(Arrays.copyOfRange(vector, k * n, (k + 1) * n));
  }

  private double largestOfBlocks(
      double[] error, double[] before, double[] after, int n, int count) {
    return operations()
        .largestWeightedRmsNorm(
            workspace().allocate(error),
            workspace().allocate(before),
            workspace().allocate(after),
            n,
            count,
            1e-3,
            1e-2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 103})
  void dotIsTheSumOfProducts(int n) {
    double[] x = vector(n);
    double[] y = vector(n);
    double expected = 0;
    double magnitude = 0;
    for (int i = 0; i < n; i++) {
      expected += x[i] * y[i];
      magnitude += Math.abs(x[i] * y[i]);
    }
    double dot = operations().dot(workspace().allocate(x), workspace().allocate(y));
    // Each of the two sums is off by at most n u sum |x_i y_i|, in any order of summation.
    assertEquals(expected, dot, 2 * (n + 1) * U * magnitude, seed.toString());
  }

  private void assertSum(double[] coefficients, double[][] terms, double[] actual) {
    int count = terms.length;
    for (int i = 0; i < actual.length; i++) {
      double sum = 0;
      double magnitude = 0;
      for (int j = 0; j < count; j++) {
        sum += coefficients[j] * terms[j][i];
        magnitude += Math.abs(coefficients[j] * terms[j][i]);
      }
      // Each of the two sums is off by at most (count + 1) u times the sum of the magnitudes.
      assertEquals(sum, actual[i], 2 * (count + 1) * U * magnitude, "element " + i + " " + seed);
    }
  }

  private double[] vector(int n) {
    return random.doubles(n, -1, 1).toArray();
  }

  private static double[] nans(int n) {
    double[] values = new double[n];
    Arrays.fill(values, Double.NaN);
    return values;
  }
}
