package org.stiffgrad.model;

import java.util.List;
import org.stiffgrad.naming.Names;

/** The named models of the library. */
public final class Models {
  private static final List<StencilModel> ALL =
      List.of(
          new Brusselator2d(),
          new GrayScott2d(),
          new Robertson(),
          new VanDerPol(),
          new Hires(),
          new LotkaVolterra());

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
    return Names.find("model", name, ALL, StencilModel::name);
  }
}
