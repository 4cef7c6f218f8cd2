package org.stiffgrad.simd.stencil;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.HeapWorkspace;
import org.stiffgrad.backend.StencilKernel;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.expression.ModelPrograms;
import org.stiffgrad.expression.StencilProgram;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.StencilModel;

/** An evaluation allocates nothing once its code has been compiled. */
final class SimdStencilAllocationTest {
  private static final long LONGEST_WARM_UP = TimeUnit.SECONDS.toNanos(20);

  private final Workspace workspace = new HeapWorkspace();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void evaluationsAllocateNothing(int bits) {
    assumeTrue(
        bits <= DoubleVector.SPECIES_PREFERRED.vectorBitSize(),
        "The processor has no vectors of " + bits + " bits.");
    VectorSpecies<Double> species = VectorSpecies.of(double.class, VectorShape.forBitSize(bits));
    StencilModel model = new Brusselator2d();
    ModelPrograms programs = new ModelPrograms(model);
    SimdStencilCompiler compiler = new SimdStencilCompiler(species);
    Grid grid = new Grid(17);
    for (StencilProgram program :
        new StencilProgram[] {
          programs.rightHandSide(),
          programs.vectorJacobianProduct(),
          programs.parameterVectorJacobianProduct()
        }) {
      Buffer[] operands =
          program.operands().stream()
              .map(o -> workspace.allocate((long) model.parameters().size() * grid.cells()))
              .toArray(Buffer[]::new);
      Buffer result = workspace.allocate((long) program.outputs().size() * grid.cells());
      StencilKernel kernel = compiler.compile(program, grid);
      long end = System.nanoTime() + LONGEST_WARM_UP;
      long allocated = allocated(kernel, operands, result);
      while (allocated > 0 && System.nanoTime() < end) {
        allocated = allocated(kernel, operands, result);
      }
      assertEquals(0, allocated, program.toString());
    }
  }

  private long allocated(StencilKernel kernel, Buffer[] operands, Buffer result) {
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int k = 0; k < 200; k++) {
      kernel.evaluate(1.2, operands, result);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
