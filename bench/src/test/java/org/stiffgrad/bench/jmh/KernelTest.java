package org.stiffgrad.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stiffgrad.backend.KernelCost;
import org.stiffgrad.bench.compare.BenchmarkRunner;
import org.stiffgrad.bench.compare.Duel;

class KernelTest {
  /** Short, so that the tests are; nothing is said of the times. */
  private static final BenchmarkRunner HERE = new BenchmarkRunner(0, 1e-3, 1, 1e-3);

  /** A size of every kernel. */
  private static final String SMALL = "5";

  @ParameterizedTest
  @EnumSource(Kernel.class)
  void everyBenchmarkRuns(Kernel kernel) {
    double nanos = HERE.time(new Contestant(kernel, SMALL, "scalar")).nanos();
    assertTrue(nanos > 0 && Double.isFinite(nanos), () -> "nanoseconds: " + nanos);
  }

  @ParameterizedTest
  @EnumSource(value = Kernel.class, mode = EnumSource.Mode.EXCLUDE, names = "TRIAD")
  void wrongResultsAreNotTimed(Kernel kernel) {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> OpenKernel.open(kernel, SMALL, new WrongBackend()).close());
    assertTrue(String.valueOf(e.getMessage()).contains("is wrong"), e::toString);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kernel.class,
      names = {"GEMM", "SOLVE"})
  void wrongResultsOfSeveralExtentsAreNotTimed(Kernel kernel) {
    String size = kernel == Kernel.GEMM ? "5x3x4" : "5x3";
    OpenKernel.open(kernel, size, "scalar").close();
    assertThrows(
        IllegalStateException.class,
        () -> OpenKernel.open(kernel, size, new WrongBackend()).close());
  }

  @ParameterizedTest
  @EnumSource(Kernel.class)
  void everyKernelHasSizes(Kernel kernel) {
    assertFalse(kernel.sizes().isEmpty());
    kernel.sizes().forEach(kernel::requireSize);
    for (String size : List.of("", "0", "5x", "-1", "1x2x3x4", "99999", "a")) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> kernel.requireSize(size));
      assertTrue(String.valueOf(e.getMessage()).contains("'" + size + "'"), e::toString);
    }
  }

  private static KernelCost cost(Kernel kernel, String size) {
    try (OpenKernel open = OpenKernel.open(kernel, size, "scalar")) {
      return Objects.requireNonNull(open.kernelCase().cost());
    }
  }

  @Test
  void costsAreThoseOfTheExtents() {
    // C = A B for 5 x 3 times 3 x 4: a product and a sum for each of 60; A, B, and C twice.
    assertEquals(new KernelCost(120, 8 * (15 + 12 + 40)), cost(Kernel.GEMM, "5x3x4"));
    assertEquals(KernelCost.factor(5), cost(Kernel.LU, "5"));
    assertEquals(new KernelCost(50 * 3, 8 * (25 + 30)), cost(Kernel.SOLVE, "5x3"));
    // 2 components on 5 x 5 cells.
    assertEquals(new KernelCost(6 * 50, 8 * 3 * 50), cost(Kernel.NORM, "5"));
    // u, v and four parameters are read, two derivatives written; the forcing is a table.
    double vectors = cost(Kernel.RIGHT_HAND_SIDE, "5").bytes() / (8 * 25);
    assertTrue(vectors >= 8 && vectors <= 9, () -> "vectors: " + vectors);
  }

  @Test
  void footprintsCountEachElementOnce() {
    try (OpenKernel open = OpenKernel.open(Kernel.GEMM, "5x3x4", "scalar")) {
      assertEquals(8 * (15 + 12 + 20), open.kernelCase().footprint());
    }
    try (OpenKernel open = OpenKernel.open(Kernel.SOLVE, "5", "scalar")) {
      assertEquals(8 * (25 + 5), open.kernelCase().footprint());
    }
  }

  @Test
  void luCanBeRepeated() {
    try (OpenKernel open = OpenKernel.open(Kernel.LU, "9", "scalar")) {
      double first = open.kernelCase().error();
      assertEquals(first, open.kernelCase().error());
    }
  }

  @Test
  void twoRunByTurns() {
    Contestant norm = new Contestant(Kernel.NORM, SMALL, "scalar");
    Duel duel = HERE.duel(norm, new Contestant(Kernel.LU, "40", "scalar"));
    assertEquals(1, duel.measuredNanos().length);
    assertTrue(duel.measured() > 0, duel::toString);
    assertTrue(duel.reference() > duel.measured(), duel::toString);
    assertTrue(duel.bytes() >= 0, duel::toString);
  }

  @Test
  void contestantsAreReadFromTheirText() {
    Contestant contestant = Contestant.of("right-hand-side:64:simd");
    assertEquals(new Contestant(Kernel.RIGHT_HAND_SIDE, "64", "simd"), contestant);
    assertEquals("right-hand-side:64:simd", contestant.toString());
    assertThrows(IllegalArgumentException.class, () -> Contestant.of("gemm:64"));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Contestant.of("gem:64:simd"));
    assertNotNull(e.getMessage());
    assertTrue(e.getMessage().contains("gemm"), e::getMessage);
  }
}
