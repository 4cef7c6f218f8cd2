package org.stiffgrad.bench.jmh;

import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.annotations.Param;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.expression.ModelPrograms;

/** The kernels, each with its benchmark. */
public enum Kernel {
  GEMM(GemmBenchmark.class, 3),
  LU(LuBenchmark.class, 1),
  SOLVE(SolveBenchmark.class, 2),
  RIGHT_HAND_SIDE(RightHandSideBenchmark.class, 1),
  JVP(JvpBenchmark.class, 1),
  VJP(VjpBenchmark.class, 1),
  ASSEMBLY(AssemblyBenchmark.class, 1),
  NORM(NormBenchmark.class, 1),
  STEP(StepBenchmark.class, 1),
  GRADIENT(GradientBenchmark.class, 1),
  /** The yardstick of the others; no backend computes it. */
  TRIAD(TriadBenchmark.class, 1);

  private final Class<? extends KernelBenchmark> benchmark;
  private final int mostExtents;

  /**
   * @param mostExtents how many numbers a size has that is not a single one
   */
  Kernel(Class<? extends KernelBenchmark> benchmark, int mostExtents) {
    this.benchmark = benchmark;
    this.mostExtents = mostExtents;
  }

  /** Its benchmark. */
  public Class<? extends KernelBenchmark> benchmark() {
    return benchmark;
  }

  /** The sizes that its benchmark asks about. */
  public List<String> sizes() {
    try {
      return List.of(benchmark.getField("size").getAnnotation(Param.class).value());
    } catch (NoSuchFieldException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Checks the text of a size.
   *
   * @throws IllegalArgumentException if it is not one of this kernel
   */
  public void requireSize(String size) {
    Extents.read(size, mostExtents);
  }

  /**
   * A case of a size, its memory from the workspace.
   *
   * @throws IllegalArgumentException if the text is not a size of this kernel
   */
  public KernelCase newCase(ComputeBackend backend, Workspace workspace, String size) {
    int[] extents = Extents.read(size, mostExtents);
    return switch (this) {
      case GEMM -> new GemmBenchmark.Case(backend, workspace, extents);
      case LU -> new LuBenchmark.Case(backend, workspace, extents[0]);
      case SOLVE -> new SolveBenchmark.Case(backend, workspace, extents);
      case RIGHT_HAND_SIDE ->
          new StencilCase(backend, workspace, extents[0], ModelPrograms::rightHandSide);
      case JVP ->
          new StencilCase(backend, workspace, extents[0], ModelPrograms::jacobianVectorProduct);
      case VJP ->
          new StencilCase(backend, workspace, extents[0], ModelPrograms::vectorJacobianProduct);
      case ASSEMBLY -> new AssemblyBenchmark.Case(backend, workspace, extents[0]);
      case NORM -> new NormBenchmark.Case(backend, workspace, extents[0]);
      case STEP -> new StepBenchmark.Case(backend, workspace, extents[0]);
      case GRADIENT -> new GradientBenchmark.Case(backend, extents[0]);
      case TRIAD -> new TriadBenchmark.Case(extents[0]);
    };
  }

  /** Its word in settings and reports, such as {@code right-hand-side}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
