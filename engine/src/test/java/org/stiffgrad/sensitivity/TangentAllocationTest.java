package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.stiffgrad.backend.BackendUnderTest;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;

/** Steps with tangents, and the points of the loss in them, allocate nothing once they are warm. */
public class TangentAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** The backend under test. */
  protected String backendName() {
    return "scalar";
  }

  /** Notes the bytes allocated so far whenever it is asked for a gradient. */
  private record Meter(Objective loss, long[] bytes) implements Objective {
    @Override
    public double[] times() {
      return loss.times();
    }

    @Override
    public double value(int k, double[] state, double[] parameters) {
      return loss.value(k, state, parameters);
    }

    @Override
    public void stateGradient(int k, double[] state, double[] parameters, double[] result) {
      loss.stateGradient(k, state, parameters, result);
      bytes[k] = THREADS.getCurrentThreadAllocatedBytes();
    }
  }

  @Test
  void stepsWithTangentsAllocateNothing() {
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(3));
    Objective loss = GradientContract.documentLoss();
    int points = loss.times().length;
    Meter meter = new Meter(loss, new long[points]);
    long least = Long.MAX_VALUE;
    try (ComputeBackend backend = BackendUnderTest.open(backendName())) {
      ForwardMode method = new ForwardMode();
      for (int run = 0; run < 1000 && least > 0; run++) {
        Gradient gradient = method.gradient(problem, meter, SolverOptions.defaults(), backend);
        assertTrue(gradient.statistics().forward().accepted() > 3L * points);
        /* The first steps of a run allocate the matrices that are bound when they are first used. */
        least = Math.min(least, meter.bytes()[points - 1] - meter.bytes()[1]);
      }
    }
    assertEquals(0, least, "bytes allocated between the loss times");
  }
}
