package org.stiffgrad.tableau;

import java.util.List;
import org.stiffgrad.naming.Names;

/** The methods that come with the library, and their lookup by name. */
public final class Tableaus {

  /** Rodas5: stiffly accurate Rosenbrock method, 8 stages, order 5(4). */
  public static final RosenbrockTableau RODAS5 = Rodas5.tableau();

  /** Rodas5P: as Rodas5, with less order reduction on stiff problems. */
  public static final RosenbrockTableau RODAS5P = Rodas5P.tableau();

  /** Rodas4: stiffly accurate Rosenbrock method, 6 stages, order 4(3). */
  public static final RosenbrockTableau RODAS4 = Rodas4.tableau();

  /** Rosenbrock23, the method of ode23s: 3 stages, order 2(3), for low accuracy. */
  public static final RosenbrockTableau ROSENBROCK23 = Rosenbrock23.tableau();

  /** Tsit5: explicit Runge-Kutta method, 7 stages, order 5(4), for problems that are not stiff. */
  public static final RungeKuttaTableau TSIT5 = Tsit5.tableau();

  private static final List<Tableau> ALL = List.of(RODAS5, RODAS5P, RODAS4, ROSENBROCK23, TSIT5);

  private Tableaus() {}

  /** All methods of this class; the list is immutable. */
  public static List<Tableau> all() {
    return ALL;
  }

  /**
   * The method with the given {@link Tableau#name}.
   *
   * @throws IllegalArgumentException if there is none; the message lists the names and the one
   *     nearest by edit distance, whatever the case
   */
  public static Tableau named(String name) {
    return Names.find("one-step method", name, ALL, Tableau::name);
  }
}
