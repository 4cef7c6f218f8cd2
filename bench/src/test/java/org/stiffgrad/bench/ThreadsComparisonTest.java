package org.stiffgrad.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.stiffgrad.bench.compare.FigureRow;
import org.stiffgrad.bench.jmh.Contestant;
import org.stiffgrad.bench.jmh.Kernel;

final class ThreadsComparisonTest {
  @Test
  void twoThreadsAreComparedWithOne() {
    assumeTrue(Runtime.getRuntime().availableProcessors() >= 2, "one processor only");
    FigureRow row = ThreadsComparison.row(new Contestant(Kernel.LU, "64", "simd"), 2);
    assertNull(row.reason());
    assertEquals("lu 64, simd: 2 threads, times as fast as 1", row.figure());
    assertEquals(row.reference() / row.measured(), row.value());
    assertEquals(row.value() >= 1.7, row.met());
    assertTrue(row.least() <= row.greatest());
  }

  @Test
  void oneProcessorIsTheReasonForNoFigure() {
    FigureRow row = ThreadsComparison.row(new Contestant(Kernel.LU, "64", "simd"), 1);
    assertNull(row.value());
    assertTrue(row.reason().contains("may use 1 processor only"), row.reason());
  }

  @Test
  void aBackendOfOneThreadSaysSo() {
    FigureRow row = ThreadsComparison.row(new Contestant(Kernel.LU, "64", "scalar"), 2);
    assertNull(row.value());
    assertTrue(row.reason().contains("scalar"), row.reason());
  }
}
