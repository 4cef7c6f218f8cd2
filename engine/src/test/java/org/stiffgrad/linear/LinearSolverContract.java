package org.stiffgrad.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stiffgrad.autodiff.DifferentiatedSystem;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.OdeProblem;

/** What every linear solver must do on every backend it supports. */
public abstract class LinearSolverContract {
  private ComputeBackend backend;
  private Workspace workspace;
  private final Random random = new Random(11);

  /** Opens the backend under test. */
  protected abstract ComputeBackend open();

  /** The solver under test. */
  protected abstract LinearSolver solver();

  @BeforeEach
  void openBackend() {
    backend = open();
    workspace = backend.newWorkspace();
  }

  @AfterEach
  void closeBackend() {
    workspace.close();
    backend.close();
  }

  /** {@code ||b - op(W) x||_inf / (||W||_1 ||x||_inf n eps)}, LAPACK's test ratio. */
  private static double residualRatio(double[] w, boolean transposed, double[] x, double[] b) {
    int n = b.length;
    double worst = 0;
    double largest = 0;
    for (int i = 0; i < n; i++) {
      double sum = 0;
      double row = 0;
      for (int j = 0; j < n; j++) {
        double element = transposed ? w[j + i * n] : w[i + j * n];
        sum += element * x[j];
        row += Math.abs(element);
      }
      worst = Math.max(worst, Math.abs(b[i] - sum));
      largest = Math.max(largest, row);
    }
    double norm = Arrays.stream(x).map(Math::abs).max().orElse(0);
    return worst / (largest * norm * n * Math.ulp(1.0));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 9})
  void solvesWithTheMatrixAndWithItsTranspose(int n) {
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(n));
    DifferentiatedSystem system = new SymbolicDerivatives().bind(problem, backend, workspace);
    int order = problem.stateLength();
    Buffer u = workspace.allocate(random.doubles(order, 0, 3).toArray());
    system.linearize(0.3, u);
    Factorization factorization = solver().newFactorization(system.jacobian(), backend, workspace);
    Buffer b = workspace.allocate(random.doubles(order, -1, 1).toArray());
    Buffer x = workspace.allocate(order);
    for (double shift : new double[] {1e-3, 10, 1e5}) {
      assertTrue(factorization.factor(shift));
      DenseMatrix w =
          new DenseMatrix(workspace.allocate((long) order * order), order, order, order);
      system.jacobian().assembleShifted(shift, w);
      double[] elements = w.elements().toArray();
      factorization.solve(b, x);
      assertTrue(residualRatio(elements, false, x.toArray(), b.toArray()) < 30);
      factorization.solveTransposed(b, x);
      assertTrue(residualRatio(elements, true, x.toArray(), b.toArray()) < 30);
      solvesForEveryColumn(factorization, elements, order);

      double[] separate = x.toArray();
      Buffer inPlace = workspace.allocate(b.toArray());
      factorization.solveTransposed(inPlace, inPlace);
      assertArrayEquals(separate, inPlace.toArray());
    }
  }

  private void solvesForEveryColumn(Factorization factorization, double[] w, int order) {
    int columns = 3;
    double[] right = random.doubles((long) order * columns, -1, 1).toArray();
    DenseMatrix b = new DenseMatrix(workspace.allocate(right), order, columns, order);
    factorization.solve(b);
    double[] solutions = b.elements().toArray();
    for (int c = 0; c < columns; c++) {
      double[] x = Arrays.copyOfRange(solutions, c * order, (c + 1) * order);
      double[] rightOfColumn = Arrays.copyOfRange(right, c * order, (c + 1) * order);
      assertTrue(residualRatio(w, false, x, rightOfColumn) < 30);
    }
  }

  @Test
  void saysThatASingularMatrixIsSingular() {
    JacobianMatrix zero =
        new JacobianMatrix() {
          @Override
          public int rows() {
            return 4;
          }

          @Override
          public int columns() {
            return 4;
          }

          @Override
          public void addProduct(DenseMatrix s, DenseMatrix result) {}

          @Override
          public void addColumns(int first, DenseMatrix result) {}

          @Override
          public void assembleShifted(double shift, DenseMatrix w) {
            w.elements().write(new double[16]);
          }
        };
    Factorization factorization = solver().newFactorization(zero, backend, workspace);
    assertFalse(factorization.factor(1));
  }
}
