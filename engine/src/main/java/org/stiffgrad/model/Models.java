package org.stiffgrad.model;

import java.util.List;
import java.util.stream.Collectors;

/** The named models of the library. */
public final class Models {
  private static final List<StencilModel> ALL = List.of(new Brusselator2d(), new GrayScott2d());

  private Models() {}

  public static List<StencilModel> all() {
    return ALL;
  }

  /**
   * The model of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static StencilModel named(String name) {
    return ALL.stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no model named '%s'; the known models are %s."
                        .formatted(
                            name,
                            ALL.stream()
                                .map(StencilModel::name)
                                .collect(Collectors.joining(", ")))));
  }
}
