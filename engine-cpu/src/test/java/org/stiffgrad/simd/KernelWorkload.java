package org.stiffgrad.simd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import jdk.incubator.vector.DoubleVector;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.HeapWorkspace;
import org.stiffgrad.backend.Pivots;
import org.stiffgrad.backend.Transpose;

/**
 * A program that calls every dense kernel over and over, until it is ended or much later than
 * {@link SimdCompilationTest} waits.
 */
final class KernelWorkload {
  private static final long LIFETIME = Duration.ofMinutes(5).toNanos();
  private static final int INNER = 16;
  private static final int ORDER = 50;
  private static final int LARGE = 256;

  private final HeapWorkspace workspace = new HeapWorkspace();
  private final SimdDenseAlgebra algebra = new SimdDenseAlgebra(DoubleVector.SPECIES_PREFERRED);
  private final double[] values = new Random(1).doubles(LARGE * LARGE, -1, 1).toArray();
  private final DenseMatrix matrix = workspace.allocateMatrix(ORDER, ORDER);
  private final DenseMatrix many = workspace.allocateMatrix(ORDER, 9);
  private final Buffer one = workspace.allocate(ORDER);
  private final Pivots pivots = workspace.allocatePivots(ORDER);

  private KernelWorkload() {}

  public static void main(String[] args) {
    new KernelWorkload().run();
  }

  private void run() {
    int lanes = DoubleVector.SPECIES_PREFERRED.length();
    List<Product> large = new ArrayList<>();
    List<Product> small = new ArrayList<>();
    for (Transpose transposeB : Transpose.values()) {
      large.add(new Product(LARGE, LARGE, LARGE, transposeB));
      // Tiles of every width, of one to four vectors; in each second product the last is broken.
      for (int vectors = 1; vectors <= 4; vectors++) {
        for (int n : new int[] {11, 15}) {
          small.add(new Product(vectors * lanes, n, INNER, transposeB));
          small.add(new Product(vectors * lanes - 1, n, INNER, transposeB));
        }
      }
    }
    long start = System.nanoTime();
    while (System.nanoTime() - start < LIFETIME) {
      for (int i = 0; i < 50; i++) {
        for (Product product : small) {
          product.multiply();
        }
        factorAndSolve();
      }
      large.forEach(Product::multiply);
    }
  }

  private void factorAndSolve() {
    fill(matrix);
    algebra.factor(matrix, pivots);
    for (Transpose transpose : Transpose.values()) {
      fill(many);
      algebra.solve(transpose, matrix, pivots, many);
      one.write(Arrays.copyOf(values, ORDER));
      algebra.solve(transpose, matrix, pivots, one);
    }
  }

  private void fill(DenseMatrix m) {
    m.elements().write(Arrays.copyOf(values, m.rows() * m.columns()));
  }

  private final class Product {
    private final DenseMatrix a;
    private final DenseMatrix b;
    private final DenseMatrix c;
    private final Transpose transposeB;

    Product(int m, int n, int k, Transpose transposeB) {
      this.transposeB = transposeB;
      boolean straight = transposeB == Transpose.NO;
      a = workspace.allocateMatrix(m, k);
      b = workspace.allocateMatrix(straight ? k : n, straight ? n : k);
      c = workspace.allocateMatrix(m, n);
      fill(a);
      fill(b);
    }

    void multiply() {
      algebra.gemm(Transpose.NO, transposeB, 1, a, b, 0, c);
    }
  }
}
