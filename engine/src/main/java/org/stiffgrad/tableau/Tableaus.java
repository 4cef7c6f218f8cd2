package org.stiffgrad.tableau;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

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
    String lowerCase = name.toLowerCase(Locale.ROOT);
    Tableau nearest = ALL.get(0);
    for (Tableau candidate : ALL) {
      if (candidate.name().equals(name)) {
        return candidate;
      }
      if (editDistance(lowerCase, candidate.name()) < editDistance(lowerCase, nearest.name())) {
        nearest = candidate;
      }
    }
    String names = ALL.stream().map(Tableau::name).collect(Collectors.joining(", "));
    throw new IllegalArgumentException(
        "unknown method '"
            + name
            + "': did you mean "
            + nearest.name()
            + " (the known methods are "
            + names
            + ")?");
  }

  /** The least number of inserted, deleted and replaced characters between two words. */
  private static int editDistance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
