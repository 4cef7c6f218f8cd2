package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.BackendUnderTest;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Step;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.OdeProblem;

/** An accepted reverse step, with a point of its integral, allocates nothing once it is warm. */
public class ReverseAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** The backend under test. */
  protected String backendName() {
    return "scalar";
  }

  /** Adds up the bytes allocated between the accepted steps of each interval. */
  private static final class Meter implements ParameterIntegral {
    private final AdjointPass pass;
    private final Buffer lambda;
    private final Buffer integrand;
    private long bytes;
    private long steps;
    private long before = -1;

    Meter(AdjointPass pass) {
      this.pass = pass;
      lambda = pass.workspace().allocate(pass.stateLength());
      integrand = pass.workspace().allocate(pass.parameterLength());
    }

    @Override
    public void accepted(Step step) {
      step.interpolate(step.start() + (step.end() - step.start()) / 3, lambda);
      pass.integrand(step.start(), lambda, integrand);
      if (before >= 0) {
        bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
        steps++;
      }
      before = THREADS.getCurrentThreadAllocatedBytes();
    }

    @Override
    public void intervalEnded() {
      before = -1;
    }

    @Override
    public Buffer value(Buffer state) {
      return integrand;
    }

    @Override
    public Buffer error() {
      return integrand;
    }
  }

  @Test
  void acceptedReverseStepsAllocateNothing() {
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(5));
    SolverOptions options = SolverOptions.defaults().withTolerances(1e-9, 1e-9);
    SymbolicDerivatives derivatives = new SymbolicDerivatives();
    long least = Long.MAX_VALUE;
    long steps = 0;
    try (ComputeBackend backend = BackendUnderTest.open(backendName())) {
      for (int run = 0; run < 3000 && least > 0; run++) {
        Meter[] meter = new Meter[1];
        Gradient gradient =
            AdjointPass.gradient(
                problem,
                GradientContract.documentLoss(),
                derivatives,
                SensitivityOptions.defaults(),
                options,
                backend,
                pass -> meter[0] = new Meter(pass));
        assertEquals(Termination.SUCCESS, gradient.termination());
        least = Math.min(least, meter[0].bytes);
        steps = meter[0].steps;
      }
    }
    assertEquals(0, least, "bytes allocated by " + steps + " accepted reverse steps");
  }
}
