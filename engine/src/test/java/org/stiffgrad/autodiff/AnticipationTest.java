package org.stiffgrad.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Cell;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.Scalar;
import org.stiffgrad.model.StencilModel;
import org.stiffgrad.problem.OdeProblem;

/** Products that were anticipated: the same numbers, from fewer runs of the model. */
class AnticipationTest {
  /* On both sides of the forcing's start, one time twice, more than any batch. */
  private static final double[] TIMES = {
    0.1, 0.7, 1.0, 1.1, 1.1, 1.3, 2, 2.1, 2.2, 2.3, 2.5, 3, 4, 5, 6
  };

  private final ComputeBackend backend = Backends.open("scalar");
  private final Workspace workspace = backend.newWorkspace();
  private final CountingModel model = new CountingModel();

  @AfterEach
  void close() {
    workspace.close();
    backend.close();
  }

  /** Counts its evaluations. */
  private static final class CountingModel implements StencilModel {
    private final Brusselator2d model = new Brusselator2d();
    private int evaluations;

    @Override
    public String name() {
      return "counting";
    }

    @Override
    public List<String> components() {
      return model.components();
    }

    @Override
    public List<String> parameters() {
      return model.parameters();
    }

    @Override
    public <T extends Scalar<T>> void cell(Cell<T> cell, T[] dudt) {
      evaluations++;
      model.cell(cell, dudt);
    }

    @Override
    public double initialValue(int component, double x, double y) {
      return model.initialValue(component, x, y);
    }

    @Override
    public double parameterValue(int parameter) {
      return model.parameterValue(parameter);
    }
  }

  private static void state(double t, Buffer result) {
    double[] u = new double[(int) result.length()];
    Random random = new Random(7);
    Arrays.setAll(u, i -> random.nextDouble(0.5, 1.5) + 0.1 * t * i);
    result.write(u);
  }

  /** {@code J^T w} and {@code f_p^T w} at all times, one behind the other. */
  private double[] products(DifferentiatedSystem system, Buffer w) {
    Buffer u = workspace.allocate(system.dimension());
    Buffer ofState = workspace.allocate(system.dimension());
    Buffer ofParameters = workspace.allocate(system.parameterCount());
    int width = system.dimension() + system.parameterCount();
    double[] all = new double[TIMES.length * width];
    for (int k = 0; k < TIMES.length; k++) {
      state(TIMES[k], u);
      system.vectorJacobianProduct(TIMES[k], u, w, ofState);
      system.parameterVectorJacobianProduct(TIMES[k], u, w, ofParameters);
      System.arraycopy(ofState.toArray(), 0, all, k * width, system.dimension());
      System.arraycopy(
          ofParameters.toArray(),
          0,
          all,
          k * width + system.dimension(),
          width - system.dimension());
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 9})
  void changesNoBit(int n) {
    OdeProblem problem = OdeProblem.of(model, new Grid(n));
    DifferentiatedSystem plain = new DualDerivatives().bind(problem, backend, workspace);
    DifferentiatedSystem anticipating = new DualDerivatives().bind(problem, backend, workspace);
    double[] weights = new Random(3).doubles(plain.dimension(), -1, 1).toArray();
    Buffer w = workspace.allocate(weights);
    double[] expected = products(plain, w);
    anticipating.anticipateProducts(TIMES, TIMES.length, AnticipationTest::state);
    anticipating.anticipateParameterProducts(TIMES, TIMES.length, AnticipationTest::state);
    model.evaluations = 0;
    assertArrayEquals(expected, products(anticipating, w), 0);
    /* From N = 6 on a grid is a batch by itself. */
    assertEquals(n < 6, model.evaluations == 0);
  }
}
