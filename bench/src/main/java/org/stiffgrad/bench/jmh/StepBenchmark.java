package org.stiffgrad.bench.jmh;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.stiffgrad.autodiff.DifferentiatedSystem;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.KernelCost;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.integrate.ForwardSystem;
import org.stiffgrad.integrate.Integrator;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.integrate.Work;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.OdeProblem;

/**
 * How long is one step of Rodas5 with dense LU, from the Brusselator's initial state on an N x N
 * grid: the Jacobian, its assembly and factorisation, the stages, the error norm?
 *
 * <p>Run it by {@code bench.jar jmh StepBenchmark -p size=17}. The state at the end of the step is
 * checked against the reference backend.
 *
 * <p>What would mislead: it is the first attempt of an accepted step; after a rejected one the
 * Jacobian is kept. From N = 8 or so on the step is its factorisation.
 */
public class StepBenchmark extends KernelBenchmark {
  @Param({"2", "5", "10", "17"})
  public String size = "";

  @Override
  Kernel kernel() {
    return Kernel.STEP;
  }

  @Override
  String size() {
    return size;
  }

  /** The step from 0 to 0.01. */
  static final class Case implements KernelCase {
    private static final double END = 0.01;

    /** Rounding, magnified by the condition of the iteration matrix, which is below 1000. */
    private static final double ALLOWED = 1e4 * Data.ROUNDOFF;

    private final int side;
    private final double[] initial;
    private final Integrator integrator;
    private final long bytes;

    Case(ComputeBackend backend, Workspace workspace, int side) {
      this.side = side;
      OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(side));
      initial = problem.initialState();
      SolverOptions options = SolverOptions.defaults();
      DifferentiatedSystem system = new SymbolicDerivatives().bind(problem, backend, workspace);
      ForwardSystem forward =
          new ForwardSystem(
              system,
              options.linearSolver().newFactorization(system.jacobian(), backend, workspace));
      integrator = new Integrator(forward, options, backend, workspace, new Work());
      bytes = workspace.bytes();
    }

    @Override
    public void run() {
      integrator.start(0);
      integrator.state().write(initial);
      Termination termination = integrator.stepTo(END, 0, Double.POSITIVE_INFINITY, step -> {});
      if (termination != Termination.SUCCESS) {
        throw new IllegalStateException("The step ended with " + termination + ".");
      }
    }

    @Override
    public double error() {
      run();
      double[] state = integrator.state().toArray();
      try (ComputeBackend reference = Data.reference();
          Workspace workspace = reference.newWorkspace()) {
        Case expected = new Case(reference, workspace, side);
        expected.run();
        return Data.difference(state, expected.integrator.state().toArray()) / ALLOWED;
      }
    }

    @Override
    public @Nullable KernelCost cost() {
      return null;
    }

    @Override
    public double footprint() {
      return bytes;
    }
  }
}
