package org.stiffgrad.integrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.BackendUnderTest;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.OdeProblem;

/** An accepted step allocates nothing once the code is warm. */
public class StepAllocationTest {
  /** Opens the backend under test. */
  protected ComputeBackend open() {
    return BackendUnderTest.open("scalar");
  }

  @Test
  void acceptedStepsAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(5)).over(0, 1);
    SolverOptions options = SolverOptions.defaults().withTolerances(1e-9, 1e-9);
    try (ComputeBackend backend = open();
        Workspace workspace = backend.newWorkspace()) {
      OdeSolver solver =
          new OdeSolver(problem, new SymbolicDerivatives(), options, backend, workspace);
      /* The bytes between the third and the last accepted step of a run; a run starts with some. */
      long[] bytes = new long[2];
      long[] count = new long[1];
      StepObserver meter =
          step -> {
            bytes[1] = threads.getCurrentThreadAllocatedBytes();
            if (++count[0] == 3) {
              bytes[0] = threads.getCurrentThreadAllocatedBytes();
            }
          };
      long least = Long.MAX_VALUE;
      for (int run = 0; run < 3000 && least > 0; run++) {
        count[0] = 0;
        assertEquals(Termination.SUCCESS, solver.run(1, meter));
        least = Math.min(least, bytes[1] - bytes[0]);
      }
      assertEquals(0, least, "bytes allocated by " + (count[0] - 3) + " accepted steps");
    }
  }
}
