package org.stiffgrad.bench.jmh;

import org.openjdk.jmh.annotations.Param;
import org.stiffgrad.backend.KernelCost;
import org.stiffgrad.expression.LoweredProgram;
import org.stiffgrad.expression.ModelPrograms;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.roofline.Triad;

/**
 * How fast is a triad over as many bytes as the right-hand side on an N x N grid reads and writes?
 * It is the yardstick of {@link RightHandSideBenchmark}, and computes without a backend.
 *
 * <p>Run it by {@code bench.jar jmh TriadBenchmark -p size=1024}.
 *
 * <p>What would mislead: three streams; kernels with more may be slower for that alone.
 */
public class TriadBenchmark extends KernelBenchmark {
  @Param({"17", "64", "256", "1024"})
  public String size = "";

  @Override
  Kernel kernel() {
    return Kernel.TRIAD;
  }

  @Override
  String size() {
    return size;
  }

  /** The triad. */
  static final class Case implements KernelCase {
    private final Triad triad;

    Case(int side) {
      LoweredProgram rightHandSide =
          new LoweredProgram(new ModelPrograms(new Brusselator2d()).rightHandSide());
      Grid grid = new Grid(side);
      triad = new Triad(KernelCost.stencil(rightHandSide, grid).bytes());
    }

    @Override
    public void run() {
      triad.run();
    }

    @Override
    public double error() {
      run();
      return triad.isRight() ? 0 : Double.POSITIVE_INFINITY;
    }

    @Override
    public KernelCost cost() {
      return triad.cost();
    }

    @Override
    public double footprint() {
      return cost().bytes();
    }
  }
}
