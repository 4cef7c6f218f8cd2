package org.stiffgrad.integrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.model.Hires;
import org.stiffgrad.model.LotkaVolterra;
import org.stiffgrad.model.OdeModel;
import org.stiffgrad.model.Robertson;
import org.stiffgrad.model.VanDerPol;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.tableau.Tableau;
import org.stiffgrad.tableau.Tableaus;

/**
 * Solutions of the plain systems against their published values, on every backend. Absolute
 * tolerances lie well below every state. Where the solution forgets its past, the error of the end
 * is that of the last steps: ten relative tolerances are allowed.
 */
public abstract class ReferenceSolutionContract {
  private ComputeBackend backend;

  /** Opens the backend under test. */
  protected abstract ComputeBackend open();

  @BeforeEach
  void openBackend() {
    backend = open();
  }

  @AfterEach
  void closeBackend() {
    backend.close();
  }

  static List<Tableau> stiffMethods() {
    return List.of(Tableaus.RODAS5, Tableaus.RODAS5P, Tableaus.RODAS4);
  }

  static List<Tableau> methods() {
    return List.of(Tableaus.RODAS5, Tableaus.RODAS5P, Tableaus.RODAS4, Tableaus.TSIT5);
  }

  private double[][] solve(
      OdeModel model, Tableau method, double abstol, double reltol, double... times) {
    Solution solution =
        OdeSolver.solve(
            OdeProblem.of(model).over(0, times[times.length - 1]),
            times,
            new SymbolicDerivatives(),
            SolverOptions.defaults().withMethod(method).withTolerances(abstol, reltol),
            backend);
    assertEquals(Termination.SUCCESS, solution.termination());
    return solution.states();
  }

  private static void assertRelative(double[] expected, double[] actual, double bound) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      double error = Math.abs(actual[i] / expected[i] - 1);
      assertTrue(error <= bound, "state " + i + ": relative error " + error);
    }
  }

  /*
   * A Taylor series of order 30 in quadruple precision, which two orders and step sequences confirm
   * to 25 digits; LSODE's documentation prints the first five.
   */
  @ParameterizedTest
  @MethodSource("stiffMethods")
  void robertsonAtForty(Tableau method) {
    double[] expected = {
      7.1582706871940509047e-01, 9.1855347645577639039e-06, 2.8416374574583035176e-01
    };
    assertRelative(expected, solve(new Robertson(), method, 1e-14, 1e-10, 40)[0], 1e-9);
  }

  /* Test Set for IVP Solvers (Bari), problem ROBER: RADAU5 in extended precision. */
  @ParameterizedTest
  @MethodSource("stiffMethods")
  void robertsonAtTheEndOfTheTestSet(Tableau method) {
    double[] expected = {0.2083340149701255e-07, 0.8333360770334713e-13, 0.9999999791665050};
    assertRelative(expected, solve(new Robertson(), method, 1e-22, 1e-10, 1e11)[0], 1e-9);
  }

  /* Test Set for IVP Solvers (Bari), problem HIRES: RADAU5 in extended precision. */
  @ParameterizedTest
  @MethodSource("stiffMethods")
  void hiresAtTheEndOfTheTestSet(Tableau method) {
    double[] expected = {
      0.7371312573325668e-3,
      0.1442485726316185e-3,
      0.5888729740967575e-4,
      0.1175651343283149e-2,
      0.2386356198831331e-2,
      0.6238968252742796e-2,
      0.2849998395185769e-2,
      0.2850001604814231e-2
    };
    assertRelative(expected, solve(new Hires(), method, 1e-14, 1e-10, 321.8122)[0], 1e-9);
  }

  /*
   * Hairer and Wanner's test set, problem VDPOL: values at t = 1, ..., 11; the Test Set for IVP
   * Solvers (Bari) has the same 14 digits at t = 2. Each of the 13 layers that the solution passes
   * through adds an error of phase, which is never damped: ten tolerances are allowed for each.
   */
  @ParameterizedTest
  @MethodSource("stiffMethods")
  void vanDerPolAtElevenTimes(Tableau method) {
    double[][] expected = {
      {-0.1863646254808130e1, 0.7535430865435460},
      {0.1706167732170456e1, -0.8928097010248257},
      {-0.1510606936744095e1, 0.1178380000730945e1},
      {0.1194414677695905e1, -0.2799585996540082e1},
      {0.1890428596416747e1, -0.7345118680166940},
      {-0.1737716306805883e1, 0.8604008653025923},
      {0.1551614645548223e1, -0.1102382892533321e1},
      {-0.1278631984330405e1, 0.2013890883009155e1},
      {-0.1916552949489830e1, 0.7169573003463228},
      {0.1768163792391936e1, -0.8315276407898496},
      {-0.1590150544829062e1, 0.1040279389212485e1}
    };
    double[] times = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    double[][] states = solve(new VanDerPol(), method, 1e-9, 1e-9, times);
    for (int k = 0; k < times.length; k++) {
      assertRelative(expected[k], states[k], 13 * 10 * 1e-9);
    }
  }

  /** Taylor series in decimal arithmetic; its invariant is conserved to 1e-14 as well. */
  @ParameterizedTest
  @MethodSource("methods")
  void lotkaVolterraAtTen(Tableau method) {
    double[] expected = lotkaVolterraByTaylorSeries(10);
    double[] actual = solve(new LotkaVolterra(), method, 1e-12, 1e-12, 10)[0];
    assertEquals(invariant(1, 1), invariant(expected[0], expected[1]), 1e-14);
    assertRelative(expected, actual, 1e-10);
  }

  private static double invariant(double x, double y) {
    return x - 3 * Math.log(x) + y - 1.5 * Math.log(y);
  }

  /** Steps of 1/20 with order 40: the nearest singularity is more than 1/4 away. */
  private static double[] lotkaVolterraByTaylorSeries(int end) {
    MathContext digits = new MathContext(40);
    int order = 40;
    BigDecimal h = new BigDecimal("0.05");
    BigDecimal x = BigDecimal.ONE;
    BigDecimal y = BigDecimal.ONE;
    for (int step = 0; step < 20 * end; step++) {
      BigDecimal[] xs = new BigDecimal[order + 1];
      BigDecimal[] ys = new BigDecimal[order + 1];
      xs[0] = x;
      ys[0] = y;
      for (int n = 0; n < order; n++) {
        BigDecimal met = BigDecimal.ZERO;
        for (int i = 0; i <= n; i++) {
          met = met.add(xs[i].multiply(ys[n - i], digits), digits);
        }
        BigDecimal next = BigDecimal.valueOf(n + 1);
        xs[n + 1] = new BigDecimal("1.5").multiply(xs[n]).subtract(met).divide(next, digits);
        ys[n + 1] = met.subtract(BigDecimal.valueOf(3).multiply(ys[n])).divide(next, digits);
      }
      x = atEnd(xs, h, digits);
      y = atEnd(ys, h, digits);
    }
    return new double[] {x.doubleValue(), y.doubleValue()};
  }

  private static BigDecimal atEnd(BigDecimal[] series, BigDecimal h, MathContext digits) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int n = series.length - 1; n >= 0; n--) {
      sum = sum.multiply(h, digits).add(series[n], digits);
    }
    return sum;
  }
}
