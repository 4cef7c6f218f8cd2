package org.stiffgrad.simd.stencil;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.IntStream;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.stiffgrad.backend.HeapStencilCompiler;
import org.stiffgrad.backend.HoistedValues;
import org.stiffgrad.backend.StencilKernel;
import org.stiffgrad.expression.LoweredProgram;
import org.stiffgrad.expression.Operation;
import org.stiffgrad.model.Grid;

/**
 * Compiles stencil programs to Vector API loops of one species.
 *
 * <p>Results agree with those of the scalar reference up to rounding: products and sums may be
 * contracted, and functions of vectors may differ from those of {@link Math} in the last places.
 * Evaluations allocate nothing once compiled, where the virtual machine has the program's functions
 * for vectors of the species.
 */
public final class SimdStencilCompiler extends HeapStencilCompiler {
  /**
   * The largest weight of a stage. From about 200 on the virtual machine's quick compiler runs out
   * of registers and its optimising compiler leaves calls in the code, either of which silently
   * costs orders of magnitude; this keeps a distance.
   */
  static final int STAGE_LIMIT = 120;

  /** A block of one stage and its operands fit the second-level cache. */
  private static final int BLOCK_CELLS = 4096;

  /** Smaller, because all scratch slots of a block are to stay in the cache as well. */
  private static final int STAGED_BLOCK_CELLS = 512;

  private final VectorSpecies<Double> species;
  private final boolean contract;
  private final IdentityHashMap<LoweredProgram, Code> codes = new IdentityHashMap<>();

  /** The grid-independent part of a kernel. */
  private record Code(ReadOffsets offsets, StageCode[] stages, int scratchSlots) {}

  /**
   * @param species a species of 128, 256 or 512 bits; slow but correct where the processor has no
   *     vectors of that length
   */
  public SimdStencilCompiler(VectorSpecies<Double> species) {
    if (species.length() < 2 || species.length() > 8) {
      throw new IllegalArgumentException(
          "The species " + species + " has no fixed width of 128, 256 or 512 bits.");
    }
    this.species = species;
    this.contract = hasFusedMultiplyAdd();
  }

  private static boolean isAArch64() {
    return System.getProperty("os.arch").equals("aarch64");
  }

  /**
   * Whether a fused multiply-add is certain to be one instruction; where it is not, it is computed
   * in software, thousands of times slower. Every AArch64 processor has it, and every x86 processor
   * with 256-bit integer vectors.
   */
  private static boolean hasFusedMultiplyAdd() {
    return isAArch64() || DoubleVector.SPECIES_PREFERRED.vectorBitSize() >= 256;
  }

  /**
   * Whether comparisons of vectors are instructions. The virtual machine has no masks of two lanes
   * on x86; it emulates them on the heap, which takes longer than to visit the cells one by one.
   */
  private boolean hasMasks() {
    return species.length() > 2 || isAArch64();
  }

  /** The cells to a vector, or more than any grid has where vectors do not pay. */
  private int lanes(LoweredProgram program) {
    boolean selects =
        program.operations().stream().anyMatch(e -> e.operation() == Operation.SELECT);
    return selects && !hasMasks() ? Integer.MAX_VALUE : species.length();
  }

  @Override
  protected StencilKernel newKernel(LoweredProgram program, Grid grid) {
    Code code = codes.computeIfAbsent(program, this::compile);
    int blockCells = code.stages.length == 1 ? BLOCK_CELLS : STAGED_BLOCK_CELLS;
    GridTraversal traversal = GridTraversal.of(grid, code.offsets, lanes(program), blockCells);
    HoistedValues hoisted = new HoistedValues(program, grid);
    double[][] tables =
        IntStream.range(0, program.tables().size())
            .mapToObj(hoisted::table)
            .toArray(double[][]::new);
    KernelData data =
        new KernelData(traversal, tables, hoisted.uniforms(), grid.cells(), code.scratchSlots);
    return new SimdStencilKernel(code.stages, traversal, hoisted, data);
  }

  private Code compile(LoweredProgram program) {
    ReadOffsets offsets = ReadOffsets.of(program.reads());
    List<Stage> stages = Stage.divide(program, contract, STAGE_LIMIT);
    StageCompiler compiler = new StageCompiler(program, offsets, species);
    return new Code(
        offsets,
        stages.stream().map(compiler::compile).toArray(StageCode[]::new),
        Stage.slots(stages));
  }
}
