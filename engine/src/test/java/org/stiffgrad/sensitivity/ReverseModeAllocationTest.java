package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.BackendUnderTest;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.problem.RunningLoss;

/** The reverse of a step allocates nothing once it is warm. */
public class ReverseModeAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** The backend under test. */
  protected String backendName() {
    return "scalar";
  }

  /**
   * An integrand of value zero, evaluated in every step of the reverse pass: notes the bytes. In
   * the first steps kernels are looked up.
   */
  private static final class Meter implements RunningLoss {
    private static final int SKIPPED_POINTS = 20;

    private long first;
    private long last;
    private long points;

    @Override
    public double value(double t, double[] state, double[] parameters) {
      last = THREADS.getCurrentThreadAllocatedBytes();
      if (++points == SKIPPED_POINTS) {
        first = THREADS.getCurrentThreadAllocatedBytes();
      }
      return 0;
    }

    @Override
    public void stateGradient(double t, double[] state, double[] parameters, double[] result) {
      System.arraycopy(state, 0, result, 0, result.length);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reversedStepsAllocateNothing(boolean keepFactors) {
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(5));
    ReverseMode method =
        new ReverseMode(
            new SymbolicDerivatives(), SensitivityOptions.defaults().withKeptFactors(keepFactors));
    long least = Long.MAX_VALUE;
    long points = 0;
    try (ComputeBackend backend = BackendUnderTest.open(backendName())) {
      for (int run = 0; run < 3000 && least > 0; run++) {
        Meter meter = new Meter();
        Gradient gradient =
            method.gradient(problem, Objective.integral(meter), SolverOptions.defaults(), backend);
        assertEquals(Termination.SUCCESS, gradient.termination());
        least = Math.min(least, meter.last - meter.first);
        points = meter.points;
      }
    }
    assertEquals(0, least, "bytes allocated while visiting " + points + " points of the integral");
  }
}
