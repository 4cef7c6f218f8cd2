package org.stiffgrad.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.integrate.SolverStatistics;

/**
 * The JSON document of the command {@code gradient}.
 *
 * @param initialStateGradientNorm of dG/du0, if that was asked for
 * @param options those that the method heeds
 * @param integralError an estimate of the part of the error of dG/dp that is due to quadrature, for
 *     a method that takes an integral
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GradientReport(
    @JsonUnwrapped TaskReport task,
    int threads,
    double abstol,
    double reltol,
    double loss,
    double gradientNorm,
    @Nullable Double initialStateGradientNorm,
    Map<String, Object> options,
    String termination,
    Seconds seconds,
    Forward forward,
    Reverse reverse,
    @Nullable Double integralError,
    Memory memory,
    @Nullable Check check) {

  /**
   * Wall-clock times.
   *
   * @param first of the first call in this JVM, including compilation
   * @param median of the repetitions; of the first call if there are none
   * @param min likewise
   */
  record Seconds(double first, double median, double min) {}

  /** The work of integrating the state. */
  record Forward(
      long accepted, long rejected, long rhs, long jacobians, long factorizations, long solves) {
    static Forward of(SolverStatistics work) {
      return new Forward(
          work.accepted(),
          work.rejected(),
          work.rightHandSides(),
          work.jacobians(),
          work.factorizations(),
          work.solves());
    }

    String text() {
      return "%d steps, %d rejected, %d right-hand sides, %d Jacobians, %d factorizations, %d solves"
          .formatted(accepted, rejected, rhs, jacobians, factorizations, solves);
    }
  }

  /** The work of integrating the adjoint. */
  record Reverse(
      long accepted,
      long rejected,
      long rhs,
      long jacobians,
      long factorizations,
      long solves,
      long vjp,
      long resolved) {
    static Reverse of(SolverStatistics work) {
      return new Reverse(
          work.accepted(),
          work.rejected(),
          work.rightHandSides(),
          work.jacobians(),
          work.factorizations(),
          work.solves(),
          work.vectorJacobianProducts(),
          work.resolved());
    }

    String text() {
      return new Forward(accepted, rejected, rhs, jacobians, factorizations, solves).text()
          + ", %d vector-Jacobian products, %d steps taken again".formatted(vjp, resolved);
    }
  }

  /**
   * Bytes.
   *
   * @param countedBytes of all buffers that the computation took from the backend
   * @param peakHeapBytes the sum of the heap pools' peaks since the first call began
   */
  record Memory(long countedBytes, long peakHeapBytes) {
    static void resetPeak() {
      heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    static Memory of(long countedBytes) {
      return new Memory(
          countedBytes,
          heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum());
    }

    private static List<MemoryPoolMXBean> heapPools() {
      return ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();
    }
  }

  /** The comparison with differences along random directions. */
  record Check(int directions, double worst) {}
}
