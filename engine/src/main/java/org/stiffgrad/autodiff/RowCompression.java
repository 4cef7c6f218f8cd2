package org.stiffgrad.autodiff;

import java.util.Arrays;
import org.stiffgrad.backend.Workspace;

/**
 * Obtains a sparse matrix A from products {@code A^T w}, one for each colour of its rows: with w
 * the indicator of the rows of a colour, element j of the product is the one element that these
 * rows have in column j.
 */
final class RowCompression {
  private final SparsityPattern pattern;
  private final Colouring colouring;
  private final double[] indicator;
  private final double[] product;

  /** A product {@code A^T w} with a matrix that is fixed for the time being. */
  @FunctionalInterface
  interface TransposedProduct {
    void apply(double[] w, double[] result);
  }

  RowCompression(SparsityPattern pattern, Workspace workspace) {
    this.pattern = pattern;
    colouring = Colouring.ofRows(pattern);
    indicator = workspace.allocateHost(pattern.rows());
    product = workspace.allocateHost(pattern.columns());
  }

  /**
   * Evaluates A.
   *
   * @param result of the pattern that this object was made for
   */
  void evaluate(TransposedProduct transposed, HostSparseMatrix result) {
    double[] values = result.values();
    for (int colour = 0; colour < colouring.count(); colour++) {
      for (int row = 0; row < indicator.length; row++) {
        indicator[row] = colouring.of(row) == colour ? 1 : 0;
      }
      Arrays.fill(product, 0.0);
      transposed.apply(indicator, product);
      for (int j = 0; j < product.length; j++) {
        for (int k = pattern.start(j); k < pattern.start(j + 1); k++) {
          if (colouring.of(pattern.row(k)) == colour) {
            values[k] = product[j];
          }
        }
      }
    }
  }
}
