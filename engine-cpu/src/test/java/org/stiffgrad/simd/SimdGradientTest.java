package org.stiffgrad.simd;

import jdk.incubator.vector.DoubleVector;
import org.junit.jupiter.api.Nested;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.sensitivity.GradientContract;

class SimdGradientTest {
  @Nested
  class Width128 extends GradientContract {
    @Override
    protected ComputeBackend open() {
      return new SimdBackend(DoubleVector.SPECIES_128);
    }
  }

  @Nested
  class Width256 extends GradientContract {
    @Override
    protected ComputeBackend open() {
      return new SimdBackend(DoubleVector.SPECIES_256);
    }
  }

  @Nested
  class Width512 extends GradientContract {
    @Override
    protected ComputeBackend open() {
      return new SimdBackend(DoubleVector.SPECIES_512);
    }
  }
}
