package org.stiffgrad.sensitivity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.BackendUnderTest;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.integrate.OdeSystem;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Step;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.problem.RunningLoss;

/** An accepted reverse step, with its share of the integral, allocates nothing once it is warm. */
public class ReverseAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** The backend under test. */
  protected String backendName() {
    return "scalar";
  }

  /**
   * Adds up the bytes allocated between the accepted steps of each interval, the integral's work
   * included.
   */
  private static final class Meter implements ParameterIntegral {
    private final ParameterIntegral integral;
    private long bytes;
    private long steps;
    private long before = -1;

    Meter(ParameterIntegral integral) {
      this.integral = integral;
    }

    @Override
    public OdeSystem integrated(AdjointSystem adjoint) {
      return integral.integrated(adjoint);
    }

    @Override
    public void accepted(Step step) {
      integral.accepted(step);
      if (before >= 0) {
        bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
        steps++;
      }
      before = THREADS.getCurrentThreadAllocatedBytes();
    }

    @Override
    public void intervalEnded() {
      integral.intervalEnded();
      before = -1;
    }

    @Override
    public Buffer value(Buffer state) {
      return integral.value(state);
    }

    @Override
    public Buffer error() {
      return integral.error();
    }
  }

  private enum Kind {
    GAUSS(GaussAdjoint.Quadrature::new),
    GAUSS_KRONROD(GaussKronrodAdjoint.StepByStep::new),
    INTERPOLATING(InterpolatingAdjoint.Integrated::new);

    private final ParameterIntegral.Factory factory;

    Kind(ParameterIntegral.Factory factory) {
      this.factory = factory;
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void acceptedReverseStepsAllocateNothing(Kind kind) {
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(3));
    Objective loss =
        Objective.sum(
            Objective.halfSquaredDistance(1.0, 0.5, 1.0),
            Objective.integral(RunningLoss.halfSquaredDistance(0.5)));
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
                loss,
                derivatives,
                SensitivityOptions.defaults(),
                options,
                backend,
                pass -> meter[0] = new Meter(kind.factory.on(pass)));
        assertEquals(Termination.SUCCESS, gradient.termination());
        least = Math.min(least, meter[0].bytes);
        steps = meter[0].steps;
      }
    }
    assertEquals(0, least, "bytes allocated by " + steps + " accepted reverse steps");
  }
}
