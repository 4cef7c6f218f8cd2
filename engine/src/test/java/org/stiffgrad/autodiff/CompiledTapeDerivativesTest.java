package org.stiffgrad.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.OdeModel;
import org.stiffgrad.model.Scalar;
import org.stiffgrad.model.Variables;
import org.stiffgrad.problem.OdeProblem;

/** When a compiled tape is recorded, and what it costs when it is not. */
class CompiledTapeDerivativesTest {
  private final ComputeBackend backend = Backends.open("scalar");
  private final Workspace workspace = backend.newWorkspace();
  private final CompiledTapeDerivatives source = new CompiledTapeDerivatives();
  private final Random random = new Random(5);

  @AfterEach
  void close() {
    workspace.close();
    backend.close();
  }

  private Buffer random(int length) {
    return workspace.allocate(random.doubles(length, 0.5, 1.5).toArray());
  }

  private static OdeProblem brusselator(int n) {
    return OdeProblem.of(new Brusselator2d(), new Grid(n));
  }

  /** f and J^T w equal those of the symbolic source; a few sums of numbers up to 1e3. */
  private void assertRight(OdeProblem problem, DifferentiatedSystem system, double t, Buffer u) {
    DifferentiatedSystem expected = new SymbolicDerivatives().bind(problem, backend, workspace);
    Buffer w = random(system.dimension());
    Buffer first = workspace.allocate(system.dimension());
    Buffer second = workspace.allocate(system.dimension());
    expected.rightHandSide(t, u, first);
    system.rightHandSide(t, u, second);
    assertArrayEquals(first.toArray(), second.toArray(), 32 * Math.ulp(1e3));
    expected.vectorJacobianProduct(t, u, w, first);
    system.vectorJacobianProduct(t, u, w, second);
    assertArrayEquals(first.toArray(), second.toArray(), 32 * Math.ulp(1e3));
  }

  @Test
  void recordsAgainWhereTheForcingSwitches() {
    Brusselator2d model = new Brusselator2d();
    OdeProblem problem = OdeProblem.of(model, new Grid(6));
    DifferentiatedSystem system = source.bind(problem, backend, workspace);
    Buffer u = random(system.dimension());
    assertEquals(0, source.recorded());
    assertRight(problem, system, 0.5, u);
    assertEquals(1, source.recorded());
    assertRight(problem, system, Math.nextDown(1.1), u);
    assertEquals(1, source.recorded());
    assertRight(problem, system, 1.1, u);
    assertEquals(2, source.recorded());
    /* Both sides are known by now. */
    assertRight(problem, system, 0.5, u);
    assertRight(problem, system, 3, u);
    assertEquals(2, source.recorded());
  }

  @Test
  void recordsOnceForEachModelAndGrid() {
    OdeProblem problem = brusselator(3);
    DifferentiatedSystem system = source.bind(problem, backend, workspace);
    for (int k = 0; k < 20; k++) {
      system.parameters().write(random.doubles(problem.parameterLength(), 0.5, 5).toArray());
      Buffer u = random(system.dimension());
      system.rightHandSide(k / 20.0, u, workspace.allocate(system.dimension()));
      system.linearize(k / 20.0, u);
    }
    assertEquals(1, source.recorded());
    DifferentiatedSystem again =
        source.bind(problem.withParameters(problem.parameters()), backend, workspace);
    again.linearize(0, random(again.dimension()));
    assertEquals(1, source.recorded());
    DifferentiatedSystem larger =
        source.bind(OdeProblem.of(problem.model(), new Grid(4)), backend, workspace);
    larger.linearize(0, random(larger.dimension()));
    assertEquals(2, source.recorded());
  }

  /** {@code u' = -a u where u <= 1, else -a u^2}: a friction that changes its law. */
  private static final class Friction implements OdeModel {
    @Override
    public String name() {
      return "friction";
    }

    @Override
    public List<String> components() {
      return List.of("u");
    }

    @Override
    public List<String> parameters() {
      return List.of("a");
    }

    @Override
    public <T extends Scalar<T>> void rightHandSide(Variables<T> v, T[] dudt) {
      T u = v.state(0);
      T force = u.ifAtMost(v.constant(1), u, u.square());
      dudt[0] = v.parameter(0).times(force).negate();
    }

    @Override
    public double initialValue(int component) {
      return 2;
    }

    @Override
    public double parameterValue(int parameter) {
      return 0.5;
    }
  }

  @Test
  void recordsAgainWhereAStateCrossesItsBranch() {
    OdeProblem problem = OdeProblem.of(new Friction());
    DifferentiatedSystem system = source.bind(problem, backend, workspace);
    Buffer result = workspace.allocate(1);
    Buffer one = workspace.allocate(new double[] {1});
    double[] states = {0.5, 1, Math.nextUp(1.0), 3, 0.25};
    double[] slopes = {-0.5, -0.5, -Math.nextUp(1.0), -3, -0.5};
    int[] recordings = {1, 1, 2, 2, 2};
    for (int k = 0; k < states.length; k++) {
      system.vectorJacobianProduct(0, workspace.allocate(new double[] {states[k]}), one, result);
      assertEquals(slopes[k], result.toArray()[0]);
      assertEquals(recordings[k], source.recorded());
    }
  }

  /* Sixteen cells, each with its own branch: far more ways than are kept. */
  @Test
  void staysRightWhenMoreBranchesChangeThanAreKept() {
    OdeProblem problem = OdeProblem.of(new Friction(), new Grid(4));
    DifferentiatedSystem system = source.bind(problem, backend, workspace);
    for (int k = 0; k < 30; k++) {
      assertRight(problem, system, 0, random(system.dimension()));
    }
  }

  /* An alternation of recordings uses one memory for each derivative. */
  @Test
  void changingBetweenRecordingsTakesNoMoreMemory() {
    OdeProblem problem = OdeProblem.of(new Friction(), new Grid(2));
    DifferentiatedSystem system = source.bind(problem, backend, workspace);
    Buffer low = workspace.allocate(new double[] {0.1, 0.2, 0.3, 0.4});
    Buffer high = workspace.allocate(new double[] {1.1, 1.2, 1.3, 1.4});
    Buffer result = workspace.allocate(4);
    system.vectorJacobianProduct(0, low, high, result);
    system.vectorJacobianProduct(0, high, high, result);
    long bytes = workspace.bytes();
    for (int k = 0; k < 10; k++) {
      system.vectorJacobianProduct(0, low, high, result);
      system.vectorJacobianProduct(0, high, high, result);
    }
    assertEquals(bytes, workspace.bytes());
    assertEquals(2, source.recorded());
  }

  @Test
  void replaysAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    OdeProblem problem = brusselator(5);
    DifferentiatedSystem system = source.bind(problem, backend, workspace);
    Buffer u = random(system.dimension());
    Buffer k = random(system.dimension());
    Buffer w = random(system.dimension());
    Buffer dp = random(system.parameterCount());
    Buffer result = workspace.allocate(system.dimension());
    Buffer ofParameters = workspace.allocate(system.parameterCount());
    long[] least = new long[9];
    Arrays.fill(least, Long.MAX_VALUE);
    for (int run = 0; run < 5000 && Arrays.stream(least).anyMatch(x -> x > 0); run++) {
      /* On both sides of the switch, so that replays change between recordings. */
      double t = run % 2 == 0 ? 0.5 : 1.5;
      long[] at = new long[10];
      at[0] = threads.getCurrentThreadAllocatedBytes();
      system.rightHandSide(t, u, result);
      at[1] = threads.getCurrentThreadAllocatedBytes();
      system.timeDerivative(t, u, result);
      at[2] = threads.getCurrentThreadAllocatedBytes();
      system.linearize(t, u);
      at[3] = threads.getCurrentThreadAllocatedBytes();
      system.jacobianVectorProduct(t, u, k, result);
      at[4] = threads.getCurrentThreadAllocatedBytes();
      system.vectorJacobianProduct(t, u, w, result);
      at[5] = threads.getCurrentThreadAllocatedBytes();
      system.parameterJacobianVectorProduct(t, u, dp, result);
      at[6] = threads.getCurrentThreadAllocatedBytes();
      system.parameterVectorJacobianProduct(t, u, w, ofParameters);
      at[7] = threads.getCurrentThreadAllocatedBytes();
      system.secondOrderState(t, u, k, 1, w, result);
      at[8] = threads.getCurrentThreadAllocatedBytes();
      system.linearizeSecondOrder(t, u, k, 1);
      at[9] = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < least.length; i++) {
        least[i] = Math.min(least[i], at[i + 1] - at[i]);
      }
    }
    assertArrayEquals(new long[least.length], least);
  }
}
