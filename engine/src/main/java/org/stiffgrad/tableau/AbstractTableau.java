package org.stiffgrad.tableau;

/**
 * The storage and the checks that both kinds of tableau share.
 *
 * <p>Layout: {@code a[i]} holds the {@code i} entries of row {@code i} left of the diagonal, {@code
 * interpolation[j]} the {@code s} entries of row {@code j}.
 */
abstract sealed class AbstractTableau permits RosenbrockTableau, RungeKuttaTableau {

  /**
   * The allowed violation of a relation between coefficients, absolute. The published coefficients
   * have about 16 significant digits and magnitudes up to 320, and the transformation to classical
   * form multiplies them with each other.
   */
  static final double CONSISTENCY_TOLERANCE = 1e-12;

  private final String name;
  private final String citation;
  private final int order;
  private final int embeddedOrder;
  private final int interpolationOrder;
  private final double[][] a;
  private final double[] abscissae;
  private final double[] weights;
  private final double[] errorWeights;
  private final double[][] interpolation;
  private final boolean firstSameAsLast;

  AbstractTableau(TableauBuilder builder) {
    name = builder.name;
    citation = builder.citation;
    order = builder.order;
    embeddedOrder = builder.embeddedOrder;
    interpolationOrder = builder.interpolationOrder;
    a = builder.a;
    abscissae = builder.abscissae;
    weights = builder.weights;
    errorWeights = builder.errorWeights;
    requirePositive("the order", order);
    requirePositive("the embedded order", embeddedOrder);
    requirePositive("the interpolation order", interpolationOrder);
    requirePositive("the number of stages", stages());
    requireStrictlyLowerTriangular("A", a);
    requireVector("the vector of abscissae", abscissae);
    requireVector("the vector of weights", weights);
    requireVector("the vector of error weights", errorWeights);
    interpolation = builder.interpolationRows();
    for (int j = 0; j < interpolation.length; j++) {
      requireVector("interpolation row " + j, interpolation[j]);
    }
    firstSameAsLast = lastArgumentIsSolution();
  }

  private boolean lastArgumentIsSolution() {
    int last = stages() - 1;
    boolean same = abscissae[last] == 1 && weights[last] == 0;
    for (int j = 0; j < last; j++) {
      same &= a[last][j] == weights[j];
    }
    return same;
  }

  public final String name() {
    return name;
  }

  public final String citation() {
    return citation;
  }

  public final int order() {
    return order;
  }

  public final int embeddedOrder() {
    return embeddedOrder;
  }

  public final int interpolationOrder() {
    return interpolationOrder;
  }

  public final int stages() {
    return a.length;
  }

  public final double abscissa(int i) {
    return abscissae[i];
  }

  public final double a(int i, int j) {
    return j < i ? a[i][j] : 0;
  }

  public final double weight(int i) {
    return weights[i];
  }

  public final double errorWeight(int i) {
    return errorWeights[i];
  }

  public final int interpolationRows() {
    return interpolation.length;
  }

  public final double interpolation(int row, int stage) {
    return interpolation[row][stage];
  }

  public final boolean firstSameAsLast() {
    return firstSameAsLast;
  }

  @Override
  public final String toString() {
    return name;
  }

  final void requireVector(String what, double[] vector) {
    if (vector.length != stages()) {
      throw refusal(name, what + " must have " + stages() + " entries but has " + vector.length);
    }
    requireFinite(what, vector);
  }

  final void requireStrictlyLowerTriangular(String what, double[][] rows) {
    if (rows.length != stages()) {
      throw refusal(name, what + " must have " + stages() + " rows but has " + rows.length);
    }
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length != i) {
        throw refusal(
            name,
            "row " + i + " of " + what + " must have " + i + " entries but has " + rows[i].length);
      }
      requireFinite("row " + i + " of " + what, rows[i]);
    }
  }

  /** Checks that {@code actual} is {@code expected} to within {@link #CONSISTENCY_TOLERANCE}. */
  final void requireConsistent(String what, double expected, double actual) {
    if (!(Math.abs(actual - expected) <= CONSISTENCY_TOLERANCE)) {
      throw refusal(name, "the " + what + " must be " + expected + " but is " + actual);
    }
  }

  /** The error for a tableau that cannot be made: its name and one clause on what is wrong. */
  static IllegalArgumentException refusal(String name, String clause) {
    return new IllegalArgumentException("tableau " + name + ": " + clause);
  }

  private void requirePositive(String what, int value) {
    if (value < 1) {
      throw refusal(name, what + " must be positive but is " + value);
    }
  }

  private void requireFinite(String what, double[] vector) {
    for (double entry : vector) {
      if (!Double.isFinite(entry)) {
        throw refusal(name, "the entries of " + what + " must be finite but one is " + entry);
      }
    }
  }
}
