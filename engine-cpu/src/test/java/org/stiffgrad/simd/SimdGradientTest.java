package org.stiffgrad.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.api.Nested;
import org.stiffgrad.backend.BackendUnderTest;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.sensitivity.GradientContract;

/** Gradients with each width of lanes that the CPU has; wider ones would be emulated, in hours. */
class SimdGradientTest {
  @Nested
  class Of128Bits extends Contract {
    Of128Bits() {
      super(DoubleVector.SPECIES_128);
    }
  }

  @Nested
  class Of256Bits extends Contract {
    Of256Bits() {
      super(DoubleVector.SPECIES_256);
    }
  }

  @Nested
  class Of512Bits extends Contract {
    Of512Bits() {
      super(DoubleVector.SPECIES_512);
    }
  }

  abstract static class Contract extends GradientContract {
    private final VectorSpecies<Double> species;

    Contract(VectorSpecies<Double> species) {
      this.species = species;
    }

    @Override
    protected ComputeBackend open() {
      int widest = DoubleVector.SPECIES_PREFERRED.vectorBitSize();
      if (species.vectorBitSize() > widest) {
        BackendUnderTest.skip(
            SimdBackendProvider.NAME,
            "this CPU has vectors of %d bits, not %d.".formatted(widest, species.vectorBitSize()));
      }
      return new SimdBackend(species);
    }
  }
}
