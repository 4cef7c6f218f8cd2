package org.stiffgrad.sensitivity;

import java.util.List;
import java.util.stream.Collectors;

/** The named sensitivity methods, each in its default configuration. */
public final class SensitivityMethods {
  private SensitivityMethods() {}

  /** New instances of all methods. */
  public static List<SensitivityMethod> all() {
    return List.of(new GaussAdjoint(), new FiniteDifferences());
  }

  /**
   * A new instance of the method of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static SensitivityMethod named(String name) {
    return all().stream()
        .filter(method -> method.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no sensitivity method named '%s'; the known methods are %s."
                        .formatted(
                            name,
                            all().stream()
                                .map(SensitivityMethod::name)
                                .collect(Collectors.joining(", ")))));
  }
}
