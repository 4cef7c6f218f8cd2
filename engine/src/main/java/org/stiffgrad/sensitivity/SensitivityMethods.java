package org.stiffgrad.sensitivity;

import java.util.List;
import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.naming.Names;

/** The named sensitivity methods. */
public final class SensitivityMethods {
  private SensitivityMethods() {}

  /** New instances of all methods, with symbolic derivatives and default options. */
  public static List<SensitivityMethod> all() {
    return all(new SymbolicDerivatives(), SensitivityOptions.defaults());
  }

  /** New instances of all methods, with derivatives of the given source. */
  public static List<SensitivityMethod> all(
      DerivativeSource derivatives, SensitivityOptions options) {
    return List.of(
        new ForwardSensitivity(derivatives, options),
        new ForwardMode(derivatives, options),
        new ReverseMode(derivatives, options),
        new InterpolatingAdjoint(derivatives, options),
        new QuadratureAdjoint(derivatives, options),
        new GaussAdjoint(derivatives, options),
        new GaussKronrodAdjoint(derivatives, options),
        new FiniteDifferences(derivatives, options));
  }

  /**
   * A new instance of the method of a name, with derivatives of the given source.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static SensitivityMethod named(
      String name, DerivativeSource derivatives, SensitivityOptions options) {
    return Names.find(
        "sensitivity method", name, all(derivatives, options), SensitivityMethod::name);
  }
}
