package org.stiffgrad.simd;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.api.Nested;
import org.stiffgrad.backend.HeapWorkspace;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.VectorOperationsContract;
import org.stiffgrad.backend.Workspace;

final class SimdVectorOperationsTest {
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

  abstract static class Contract extends VectorOperationsContract {
    private final VectorOperations operations;
    private final Workspace workspace = new HeapWorkspace();

    Contract(VectorSpecies<Double> species) {
      operations = new SimdVectorOperations(species);
    }

    @Override
    protected VectorOperations operations() {
      return operations;
    }

    @Override
    protected Workspace workspace() {
      return workspace;
    }
  }
}
