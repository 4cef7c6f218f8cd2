package org.stiffgrad.simd.stencil;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.api.Nested;
import org.stiffgrad.backend.HeapWorkspace;
import org.stiffgrad.backend.StencilCompiler;
import org.stiffgrad.backend.StencilKernelContract;
import org.stiffgrad.backend.Workspace;

/** Every vector width, also those for which the processor at hand has no instructions. */
final class SimdStencilKernelTest {
  abstract static class OfSpecies extends StencilKernelContract {
    private final StencilCompiler compiler;
    private final Workspace workspace = new HeapWorkspace();

    OfSpecies(VectorSpecies<Double> species) {
      compiler = new SimdStencilCompiler(species);
    }

    @Override
    protected StencilCompiler compiler() {
      return compiler;
    }

    @Override
    protected Workspace workspace() {
      return workspace;
    }
  }

  @Nested
  final class Of128Bits extends OfSpecies {
    Of128Bits() {
      super(DoubleVector.SPECIES_128);
    }
  }

  @Nested
  final class Of256Bits extends OfSpecies {
    Of256Bits() {
      super(DoubleVector.SPECIES_256);
    }
  }

  @Nested
  final class Of512Bits extends OfSpecies {
    Of512Bits() {
      super(DoubleVector.SPECIES_512);
    }
  }
}
