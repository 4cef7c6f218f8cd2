package org.stiffgrad.tableau;

/**
 * A Rosenbrock method in transformed form. With {@code W = I/(h gamma) - J(u_n, t_n)} the stages,
 * which are increments of {@code u}, solve
 *
 * <pre>{@code
 * U_i     = u_n + sum_{j<i} a_ij k_j,
 * W k_i   = f(U_i, t_n + c_i h) + h d_i f_t(u_n, t_n) + sum_{j<i} (C_ij/h) k_j,
 * u_{n+1} = u_n + sum_i m_i k_i,    error = sum_i e_i k_i = u_{n+1} - embedded solution.
 * }</pre>
 *
 * <p>{@link #weight} is {@code m_i} and {@link #errorWeight} is {@code e_i}. The classical form
 *
 * <pre>{@code
 * l_i     = h f(u_n + sum_{j<i} alpha_ij l_j, t_n + c_i h) + h J sum_{j<=i} gamma_ij l_j
 *           + h^2 d_i f_t(u_n, t_n),
 * u_{n+1} = u_n + sum_i b_i l_i
 * }</pre>
 *
 * is recovered from {@code k = Gamma l}: {@code Gamma = (I/gamma - C)^{-1}}, {@code alpha = A
 * Gamma}, {@code b = m Gamma}, and the embedded weights are {@code b - e Gamma}. It holds that
 * {@code c_i = sum_j alpha_ij}, {@code d_i = sum_j gamma_ij}, {@code sum_i b_i = 1} and {@code
 * sum_i (e Gamma)_i = 0}, to 1e-12. Source: E. Hairer, G. Wanner, Solving Ordinary Differential
 * Equations II, 1996, IV.7.
 */
public final class RosenbrockTableau extends AbstractTableau implements Tableau {

  private final double gamma;
  private final double[][] c;
  private final double[] timeDerivatives;
  private final double[][] classicalGamma;
  private final double[][] alpha;
  private final double[] classicalWeights;
  private final double[] classicalErrorWeights;
  private final boolean[] newFunctionEvaluation;
  private final boolean stifflyAccurate;

  RosenbrockTableau(TableauBuilder builder, double gamma, double[][] c, double[] timeDerivatives) {
    super(builder);
    if (!(gamma > 0) || gamma == Double.POSITIVE_INFINITY) {
      throw refusal(name(), "gamma must be positive and finite but is " + gamma);
    }
    requireStrictlyLowerTriangular("C", c);
    requireVector("the vector of time-derivative coefficients", timeDerivatives);
    this.gamma = gamma;
    this.c = c;
    this.timeDerivatives = timeDerivatives;
    int s = stages();
    classicalGamma = classicalGamma(gamma, c);
    alpha = new double[s][];
    newFunctionEvaluation = new boolean[s];
    double[] m = new double[s];
    double[] e = new double[s];
    for (int i = 0; i < s; i++) {
      double[] row = new double[s];
      for (int j = 0; j < i; j++) {
        row[j] = a(i, j);
      }
      alpha[i] = timesClassicalGamma(row);
      newFunctionEvaluation[i] = !sameArgumentAsPrevious(i);
      m[i] = weight(i);
      e[i] = errorWeight(i);
    }
    classicalWeights = timesClassicalGamma(m);
    classicalErrorWeights = timesClassicalGamma(e);
    stifflyAccurate = lastStageEndsStep();
    checkConsistency();
  }

  @Override
  public double stageScale(double h) {
    return 1;
  }

  /** The diagonal coefficient gamma of W. */
  public double gamma() {
    return gamma;
  }

  /**
   * The coefficient {@code C_ij} of {@code k_j / h} in stage {@code i}; zero for {@code j >= i}.
   */
  public double c(int i, int j) {
    return j < i ? c[i][j] : 0;
  }

  /** The coefficient {@code d_i} of {@code h f_t(u_n, t_n)} in stage {@code i}. */
  public double timeDerivative(int i) {
    return timeDerivatives[i];
  }

  /**
   * Whether stage {@code i} needs its own value of {@code f}: false where the argument and the
   * abscissa are those of stage {@code i-1}.
   */
  public boolean newFunctionEvaluation(int i) {
    return newFunctionEvaluation[i];
  }

  /** Whether {@code u_{n+1} = U_{s-1} + k_{s-1}}, so that the solution needs no sum of its own. */
  public boolean stifflyAccurate() {
    return stifflyAccurate;
  }

  /** The classical coefficient {@code alpha_ij}; zero for {@code j >= i}. */
  public double alpha(int i, int j) {
    return alpha[i][j];
  }

  /** The classical coefficient {@code gamma_ij}; zero for {@code j > i}. */
  public double gamma(int i, int j) {
    return classicalGamma[i][j];
  }

  /** The classical weight {@code b_i}. */
  public double classicalWeight(int i) {
    return classicalWeights[i];
  }

  /** The classical weight {@code b_i} less that of the embedded solution. */
  public double classicalErrorWeight(int i) {
    return classicalErrorWeights[i];
  }

  /**
   * The product {@code w Gamma} of a row vector with {@code s} entries: it turns coefficients of
   * the transformed stages into coefficients of the classical ones.
   */
  double[] timesClassicalGamma(double[] w) {
    int s = stages();
    double[] product = new double[s];
    for (int i = 0; i < s; i++) {
      for (int j = 0; j <= i; j++) {
        product[j] += w[i] * classicalGamma[i][j];
      }
    }
    return product;
  }

  /** Inverts {@code I/gamma - C} by forward substitution, one column of the identity at a time. */
  private static double[][] classicalGamma(double gamma, double[][] c) {
    int s = c.length;
    double[][] inverse = new double[s][s];
    for (int column = 0; column < s; column++) {
      for (int i = column; i < s; i++) {
        double sum = i == column ? 1 : 0;
        for (int j = column; j < i; j++) {
          sum += c[i][j] * inverse[j][column];
        }
        inverse[i][column] = gamma * sum;
      }
    }
    return inverse;
  }

  private boolean sameArgumentAsPrevious(int i) {
    boolean same = i > 0 && abscissa(i) == abscissa(i - 1);
    for (int j = 0; same && j < i; j++) {
      same = a(i, j) == a(i - 1, j);
    }
    return same;
  }

  private boolean lastStageEndsStep() {
    int last = stages() - 1;
    boolean same = abscissa(last) == 1 && weight(last) == 1;
    for (int j = 0; same && j < last; j++) {
      same = a(last, j) == weight(j);
    }
    return same;
  }

  private void checkConsistency() {
    double sum = 0;
    double errorSum = 0;
    for (int i = 0; i < stages(); i++) {
      double alphaSum = 0;
      double gammaSum = 0;
      for (int j = 0; j <= i; j++) {
        alphaSum += alpha[i][j];
        gammaSum += classicalGamma[i][j];
      }
      requireConsistent("sum of row " + i + " of alpha = A Gamma", abscissa(i), alphaSum);
      requireConsistent("sum of row " + i + " of Gamma", timeDerivatives[i], gammaSum);
      sum += classicalWeights[i];
      errorSum += classicalErrorWeights[i];
    }
    requireConsistent("sum of the classical weights", 1, sum);
    requireConsistent("sum of the classical error weights", 0, errorSum);
  }
}
