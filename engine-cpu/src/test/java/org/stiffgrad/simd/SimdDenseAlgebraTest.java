package org.stiffgrad.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.api.Nested;
import org.stiffgrad.backend.DenseAlgebra;
import org.stiffgrad.backend.DenseAlgebraContract;
import org.stiffgrad.backend.HeapWorkspace;
import org.stiffgrad.backend.Workspace;

final class SimdDenseAlgebraTest {
  @Nested
  final class Of128Bits extends Contract {
    Of128Bits() {
      super(DoubleVector.SPECIES_128);
    }
  }

  @Nested
  final class Of256Bits extends Contract {
    Of256Bits() {
      super(DoubleVector.SPECIES_256);
    }
  }

  @Nested
  final class Of512Bits extends Contract {
    Of512Bits() {
      super(DoubleVector.SPECIES_512);
    }
  }

  abstract static class Contract extends DenseAlgebraContract {
    private final DenseAlgebra algebra;
    private final Workspace workspace = new HeapWorkspace();

    Contract(VectorSpecies<Double> species) {
      algebra = new SimdDenseAlgebra(species);
    }

    @Override
    protected DenseAlgebra algebra() {
      return algebra;
    }

    @Override
    protected Workspace workspace() {
      return workspace;
    }
  }
}
