package org.stiffgrad.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stiffgrad.backend.ArtificialModel2d;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.HeapWorkspace;
import org.stiffgrad.backend.HostMatrix;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.expression.ModelPrograms;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;

/** All elements are small integers, so that every result is exact. */
class HostSparseMatrixTest {
  private final Random random = new Random(11);

  static Stream<Workspace> workspaces() {
    return Stream.of(new HeapWorkspace(), new ForeignWorkspace());
  }

  private static Stream<SparsityPattern> patterns() {
    ModelPrograms programs = new ModelPrograms(new Brusselator2d());
    ModelPrograms far = new ModelPrograms(new ArtificialModel2d());
    return Stream.of(
        SparsityPattern.of(programs.jacobian(), new Grid(2)),
        SparsityPattern.of(programs.jacobian(), new Grid(5)),
        SparsityPattern.of(programs.parameterJacobian(), new Grid(3)),
        SparsityPattern.of(far.jacobian(), new Grid(3)),
        SparsityPattern.full(4, 7),
        SparsityPattern.of(far.timeDerivativeParameterJacobian(), new Grid(2)));
  }

  private HostMatrix integers(int rows, int columns, int leadingDimension) {
    HostMatrix matrix = HostMatrix.zeros(rows, columns, leadingDimension);
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        matrix.set(i, j, random.nextInt(-9, 10));
      }
    }
    return matrix;
  }

  /** Fills the sparse matrix with integers and returns it in dense form. */
  private HostMatrix fill(HostSparseMatrix sparse) {
    SparsityPattern pattern = sparse.pattern();
    HostMatrix dense = HostMatrix.zeros(sparse.rows(), sparse.columns(), sparse.rows());
    for (int j = 0; j < sparse.columns(); j++) {
      for (int k = pattern.start(j); k < pattern.start(j + 1); k++) {
        sparse.values()[k] = random.nextInt(1, 10);
        dense.set(pattern.row(k), j, sparse.values()[k]);
      }
    }
    return dense;
  }

  @ParameterizedTest
  @MethodSource("workspaces")
  void operationsAreThoseOfTheDenseMatrix(Workspace workspace) {
    patterns().forEach(pattern -> assertOperations(pattern, workspace));
  }

  private void assertOperations(SparsityPattern pattern, Workspace workspace) {
    HostSparseMatrix sparse = new HostSparseMatrix(pattern, workspace);
    HostMatrix dense = fill(sparse);
    double[] x = random.ints(sparse.columns(), -9, 10).asDoubleStream().toArray();
    double[] y = random.ints(sparse.rows(), -9, 10).asDoubleStream().toArray();
    double[] product = new double[sparse.rows()];
    double[] transposed = new double[sparse.columns()];
    sparse.times(x, product);
    sparse.timesTransposed(y, transposed);
    assertArrayEquals(dense.times(Transpose.NO, x), product);
    assertArrayEquals(dense.times(Transpose.YES, y), transposed);
    assertProduct(sparse, dense, workspace);
    assertColumns(sparse, dense, workspace);
    if (sparse.rows() == sparse.columns()) {
      assertShifted(sparse, dense, workspace);
    }
  }

  private void assertProduct(HostSparseMatrix sparse, HostMatrix dense, Workspace workspace) {
    HostMatrix s = integers(sparse.columns(), 3, sparse.columns() + 1);
    HostMatrix expected = integers(sparse.rows(), 3, sparse.rows() + 2);
    DenseMatrix result = expected.in(workspace);
    sparse.addProduct(s.in(workspace), result);
    for (int c = 0; c < 3; c++) {
      add(dense.times(Transpose.NO, s.column(c)), expected, c);
    }
    assertArrayEquals(expected.elements(), HostMatrix.of(result).elements());
  }

  private void assertColumns(HostSparseMatrix sparse, HostMatrix dense, Workspace workspace) {
    for (int first = 0; first + 2 <= sparse.columns(); first++) {
      HostMatrix expected = integers(sparse.rows(), 2, sparse.rows() + 1);
      DenseMatrix result = expected.in(workspace);
      sparse.addColumns(first, result);
      add(dense.column(first), expected, 0);
      add(dense.column(first + 1), expected, 1);
      assertArrayEquals(expected.elements(), HostMatrix.of(result).elements());
    }
  }

  private static void assertShifted(
      HostSparseMatrix sparse, HostMatrix dense, Workspace workspace) {
    int n = sparse.rows();
    HostMatrix before = HostMatrix.zeros(n, n, n + 3).filled(Double.NaN);
    DenseMatrix result = before.in(workspace);
    sparse.assembleShifted(5, result);
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        before.set(i, j, (i == j ? 5 : 0) - dense.get(i, j));
      }
    }
    assertArrayEquals(before.elements(), HostMatrix.of(result).elements());
  }

  private static void add(double[] column, HostMatrix matrix, int j) {
    for (int i = 0; i < column.length; i++) {
      matrix.set(i, j, matrix.get(i, j) + column[i]);
    }
  }

  @ParameterizedTest
  @MethodSource("workspaces")
  void repeatedOperationsTakeNoMoreMemory(Workspace workspace) {
    HostSparseMatrix sparse = new HostSparseMatrix(SparsityPattern.full(3, 3), workspace);
    DenseMatrix s = workspace.allocateMatrix(3, 2);
    DenseMatrix result = workspace.allocateMatrix(3, 2);
    DenseMatrix w = workspace.allocateMatrix(3, 3);
    long[] bytes = new long[3];
    Arrays.setAll(
        bytes,
        i -> {
          sparse.addProduct(s, result);
          sparse.addColumns(1, result);
          sparse.assembleShifted(1, w);
          return workspace.bytes();
        });
    assertEquals(bytes[0], bytes[2]);
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    Workspace workspace = new HeapWorkspace();
    HostSparseMatrix sparse = new HostSparseMatrix(SparsityPattern.full(3, 4), workspace);
    DenseMatrix square = workspace.allocateMatrix(3, 3);
    DenseMatrix tall = workspace.allocateMatrix(4, 3);
    assertThrows(IllegalArgumentException.class, () -> sparse.assembleShifted(1, square));
    assertThrows(IllegalArgumentException.class, () -> sparse.addProduct(square, square));
    assertThrows(IllegalArgumentException.class, () -> sparse.addProduct(tall, tall));
    assertThrows(IllegalArgumentException.class, () -> sparse.addColumns(2, square));
    assertThrows(IllegalArgumentException.class, () -> sparse.addColumns(-1, square));
    assertThrows(IllegalArgumentException.class, () -> sparse.addColumns(0, tall));
  }

  @Test
  void coloursAreFreeOfConflictsAndFew() {
    patterns()
        .forEach(
            pattern -> {
              assertFreeOfConflicts(pattern, Colouring.ofColumns(pattern));
              assertFreeOfConflicts(pattern.transposed(), Colouring.ofRows(pattern));
            });
    ModelPrograms programs = new ModelPrograms(new Brusselator2d());
    SparsityPattern state = SparsityPattern.of(programs.jacobian(), new Grid(17));
    SparsityPattern parameters = SparsityPattern.of(programs.parameterJacobian(), new Grid(17));
    /* A cell shares rows with the two steps around it and both components: what a chunk holds. */
    assertEquals(12, Colouring.ofColumns(state).count());
    /* A and B act on u, together with one of the diffusivities; the other acts on v only. */
    assertEquals(3, Colouring.ofColumns(parameters).count());
    assertEquals(7, Colouring.ofColumns(SparsityPattern.full(4, 7)).count());
  }

  private static void assertFreeOfConflicts(SparsityPattern pattern, Colouring colouring) {
    boolean[][] taken = new boolean[pattern.rows()][colouring.count()];
    for (int j = 0; j < pattern.columns(); j++) {
      for (int k = pattern.start(j); k < pattern.start(j + 1); k++) {
        boolean[] colours = taken[pattern.row(k)];
        assertEquals(false, colours[colouring.of(j)]);
        colours[colouring.of(j)] = true;
      }
    }
  }
}
