package org.stiffgrad.tableau;

import java.util.Arrays;
import java.util.Objects;

/**
 * Collects the coefficients of a method and makes a checked tableau of them.
 *
 * <p>Every array is copied when it is handed over. Triangular matrices are given by rows without
 * their zeros: row {@code i} has exactly {@code i} entries. {@link #rosenbrock} and {@link
 * #rungeKutta} throw {@link IllegalArgumentException} if a shape is wrong, an entry is not finite,
 * or the coefficients contradict each other.
 */
public final class TableauBuilder {

  final String name;
  final String citation;
  int order;
  int embeddedOrder;
  int interpolationOrder;
  double[][] a = {};
  double[] abscissae = {};
  double[] weights = {};
  double[] errorWeights = {};
  private double[][] interpolation = {};
  private double[][] continuousWeights = {};

  /** Starts a tableau with its short lower-case name and the publication it comes from. */
  public TableauBuilder(String name, String citation) {
    this.name = Objects.requireNonNull(name, "name");
    this.citation = Objects.requireNonNull(citation, "citation");
  }

  /** The orders of the solution, of the embedded solution and of the continuous extension. */
  public TableauBuilder orders(int solution, int embedded, int interpolation) {
    this.order = solution;
    this.embeddedOrder = embedded;
    this.interpolationOrder = interpolation;
    return this;
  }

  /** The matrix A, strictly lower triangular; its number of rows is the number of stages. */
  public TableauBuilder a(double[][] rows) {
    this.a = copy(rows);
    return this;
  }

  /**
   * Appends {@code count} rows to A whose arguments continue the row before: {@code U_i = U_{i-1} +
   * k_{i-1}}.
   */
  public TableauBuilder cumulativeStages(int count) {
    int given = a.length;
    requireLastRow("cumulative stages");
    double[][] rows = Arrays.copyOf(a, given + count);
    for (int i = given; i < rows.length; i++) {
      rows[i] = Arrays.copyOf(rows[i - 1], i);
      rows[i][i - 1] = 1;
    }
    this.a = rows;
    return this;
  }

  /** The abscissae {@code c_i}, one for each stage. */
  public TableauBuilder abscissae(double... values) {
    this.abscissae = values.clone();
    return this;
  }

  /** The weights of the stages in {@code u_{n+1} - u_n}. */
  public TableauBuilder weights(double... values) {
    this.weights = values.clone();
    return this;
  }

  /** The weights of the stages in the error estimate. */
  public TableauBuilder errorWeights(double... values) {
    this.errorWeights = values.clone();
    return this;
  }

  /**
   * Sets the weights of a stiffly accurate Rosenbrock method with {@code u_{n+1} = U_last + k_last}
   * and error estimate {@code k_last} from the matrix A, which must have been given before.
   */
  public TableauBuilder stifflyAccurateWeights() {
    requireLastRow("stiffly accurate weights");
    int last = a.length - 1;
    double[] m = Arrays.copyOf(a[last], last + 1);
    double[] e = new double[last + 1];
    m[last] = 1;
    e[last] = 1;
    this.weights = m;
    this.errorWeights = e;
    return this;
  }

  /**
   * The continuous extension by the rows that combine the stages to {@code r_0, r_1, ...}, each
   * with one entry for each stage; see {@link Tableau} for the formula. No rows give linear
   * interpolation.
   */
  public TableauBuilder interpolation(double[][] rows) {
    this.interpolation = copy(rows);
    this.continuousWeights = new double[0][];
    return this;
  }

  /**
   * The continuous extension by polynomials, {@code u(T) = u_n + sum_i b_i(T) k_i} with {@code
   * b_i(T) = sum_m B_im T^m}: row {@code i} holds {@code B_i1, B_i2, ...}. All rows have the same
   * length, and {@code b_i(1)} must be the weight of stage {@code i}.
   */
  public TableauBuilder continuousWeights(double[][] polynomials) {
    this.continuousWeights = copy(polynomials);
    this.interpolation = new double[0][];
    return this;
  }

  /**
   * Makes a Rosenbrock tableau in transformed form.
   *
   * @param gamma the diagonal coefficient, positive
   * @param c the matrix C, strictly lower triangular
   * @param timeDerivatives the coefficients {@code d_i}, one for each stage
   */
  public RosenbrockTableau rosenbrock(double gamma, double[][] c, double... timeDerivatives) {
    return new RosenbrockTableau(this, gamma, copy(c), timeDerivatives.clone());
  }

  /** Makes an explicit Runge-Kutta tableau. */
  public RungeKuttaTableau rungeKutta() {
    return new RungeKuttaTableau(this);
  }

  /**
   * The rows of the continuous extension. For polynomials they follow from
   *
   * <pre>{@code
   * b_i(T) - T b_i(1) = sum_{m>=2} B_im (T^m - T) = -T (1-T) sum_{m>=2} B_im sum_{j<=m-2} T^j,
   * }</pre>
   *
   * so the entry of row {@code j} is {@code -sum_{m>=j+2} B_im}. The weights must have been checked
   * to have one entry for each stage.
   */
  double[][] interpolationRows() {
    if (continuousWeights.length == 0) {
      return interpolation;
    }
    int stages = weights.length;
    if (continuousWeights.length != stages) {
      throw AbstractTableau.refusal(
          name,
          "the continuous weights must be "
              + stages
              + " polynomials but are "
              + continuousWeights.length);
    }
    int degree = continuousWeights[0].length;
    double[][] rows = new double[Math.max(degree - 1, 0)][stages];
    for (int i = 0; i < stages; i++) {
      double[] polynomial = continuousWeights[i];
      if (polynomial.length != degree) {
        throw AbstractTableau.refusal(
            name,
            "continuous weight "
                + i
                + " must have "
                + degree
                + " coefficients but has "
                + polynomial.length);
      }
      double entry = 0;
      for (int j = degree - 2; j >= 0; j--) {
        entry -= polynomial[j + 1];
        rows[j][i] = entry;
      }
      double end = degree == 0 ? 0 : polynomial[0] - entry;
      if (!(Math.abs(end - weights[i]) <= AbstractTableau.CONSISTENCY_TOLERANCE)) {
        throw AbstractTableau.refusal(
            name,
            "continuous weight "
                + i
                + " at the end of the step must be "
                + weights[i]
                + " but is "
                + end);
      }
    }
    return rows;
  }

  private void requireLastRow(String what) {
    int last = a.length - 1;
    if (last < 0 || a[last].length != last) {
      throw AbstractTableau.refusal(name, what + " need the matrix A to be given before");
    }
  }

  private static double[][] copy(double[][] rows) {
    double[][] result = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      result[i] = rows[i].clone();
    }
    return result;
  }
}
