package org.stiffgrad.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.OdeProblem;

/** A state that is about to leave zero is tiny all over, but f and its derivatives are not. */
class DifferencesNearZeroTest {
  private final OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(2));

  private double[] product(DerivativeSource source) {
    try (ComputeBackend backend = Backends.open("scalar");
        Workspace workspace = backend.newWorkspace()) {
      DifferentiatedSystem system = source.bind(problem, backend, workspace);
      int n = problem.stateLength();
      double[] tiny = new double[n];
      double[] ones = new double[n];
      Arrays.fill(tiny, 1e-16);
      Arrays.fill(ones, 1);
      Buffer result = workspace.allocate(n);
      system.jacobianVectorProduct(0, workspace.allocate(tiny), workspace.allocate(ones), result);
      return result.toArray();
    }
  }

  /* The entries of J are up to 40; central differences err by about 1e-10 of them. */
  @Test
  void theJacobianIsNotLostInRounding() {
    assertArrayEquals(
        product(new SymbolicDerivatives()), product(new DifferenceDerivatives()), 1e-7);
  }
}
