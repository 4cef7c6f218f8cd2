package org.stiffgrad.autodiff;

import java.util.List;
import java.util.stream.Collectors;

/** The named sources of derivatives. */
public final class DerivativeSources {
  private DerivativeSources() {}

  /** New instances of all sources. */
  public static List<DerivativeSource> all() {
    return List.of(new SymbolicDerivatives(), new UserDerivatives());
  }

  /**
   * A new instance of the source of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static DerivativeSource named(String name) {
    return all().stream()
        .filter(source -> source.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no derivative source named '%s'; the known sources are %s."
                        .formatted(
                            name,
                            all().stream()
                                .map(DerivativeSource::name)
                                .collect(Collectors.joining(", ")))));
  }
}
