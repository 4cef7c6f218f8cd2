package org.stiffgrad.autodiff;

import java.util.List;
import org.stiffgrad.naming.Names;

/** The named sources of derivatives. */
public final class DerivativeSources {
  private DerivativeSources() {}

  /** New instances of all sources. */
  public static List<DerivativeSource> all() {
    return List.of(
        new SymbolicDerivatives(),
        new UserDerivatives(),
        new DualDerivatives(),
        new TapeDerivatives(),
        new CompiledTapeDerivatives(),
        new DifferenceDerivatives());
  }

  /**
   * A new instance of the source of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static DerivativeSource named(String name) {
    return Names.find("derivative source", name, all(), DerivativeSource::name);
  }
}
