package org.stiffgrad.roofline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RooflineTest {
  private final Roofline roofline = new Roofline();

  @Test
  void theLoopsComputeWhatIsCounted() {
    // 1 + 1/2 + 1/4 = 7/4 in every lane of every sum; two operations each a round.
    assertEquals(
        1.75 * RooflineLoops.flops(1) / 2, RooflineLoops.multiplyAdd(3, 0.5, 1), "exact in binary");
    double[] a = new double[3 * RooflineLoops.granularity()];
    double[] b = new double[a.length];
    double[] c = new double[a.length];
    Arrays.setAll(b, i -> i);
    Arrays.setAll(c, i -> 2 * i);
    RooflineLoops.triad(a, b, c, 3);
    for (int i = 0; i < a.length; i++) {
      assertEquals(7.0 * i, a[i]);
    }
  }

  @Test
  void ratesAreMeasuredOnceForEachSize() {
    double flops = roofline.flopsPerSecond();
    assertTrue(flops > 0 && Double.isFinite(flops));
    assertEquals(flops, roofline.flopsPerSecond());
    double small = roofline.bytesPerSecond(100);
    assertTrue(small > 0 && Double.isFinite(small));
    assertEquals(small, roofline.bytesPerSecond(16 << 10), "rounded up to the same size");
  }
}
