package org.stiffgrad.gpu;

import java.util.List;
import org.stiffgrad.expression.JacobianStencil;

/**
 * Operations with a stencil matrix in CUDA C++. In each kernel one thread writes all elements that
 * could coincide, one after the other, so that offsets that meet in one cell of a small grid add up
 * in a fixed order.
 */
final class MatrixSource {
  /** {@code subtract(n, entries, w, ld)}: {@code w = w - A}, one thread for each row cell. */
  static final String SUBTRACT = "subtract";

  static final int SUBTRACT_ARGUMENTS = 4;

  /**
   * {@code product(n, factor, entries, s, lds, result, ldr, columns)}: {@code result = result +
   * factor A s}, one thread for each row cell, columns shared out between the layers.
   */
  static final String PRODUCT = "product";

  static final int PRODUCT_ARGUMENTS = 8;

  /**
   * {@code columns(n, factor, entries, first, count, result, ld)}: {@code result(:, c) = result(:,
   * c) + factor A(:, first + c)}, one thread for each column.
   */
  static final String COLUMNS = "columns";

  static final int COLUMNS_ARGUMENTS = 7;

  private MatrixSource() {}

  static String of(JacobianStencil jacobian) {
    return String.join(
        "\n", CellSource.PRELUDE, subtract(jacobian), product(jacobian), columns(jacobian));
  }

  private static String subtract(JacobianStencil jacobian) {
    CellSource cell = new CellSource();
    List<JacobianStencil.Entry> entries = jacobian.entries();
    for (int e = 0; e < entries.size(); e++) {
      JacobianStencil.Entry entry = entries.get(e);
      cell.add(
          "w[%d * cells + %s + (%d * cells + %s) * ld] -= entries[%d * cells + %s];"
              .formatted(
                  entry.row(),
                  cell.index(0, 0),
                  entry.column(),
                  cell.index(entry.di(), entry.dj()),
                  e,
                  cell.index(0, 0)));
    }
    return cell.kernel(
        SUBTRACT,
        List.of("const double* __restrict__ entries", "double* __restrict__ w", "long long ld"));
  }

  private static String product(JacobianStencil jacobian) {
    CellSource cell = new CellSource();
    cell.add("for (int c = blockIdx.z; c < columns; c += gridDim.z) {");
    cell.add("  const double* __restrict__ x = s + c * (long long)lds;");
    cell.add("  double* __restrict__ y = result + c * (long long)ldr;");
    List<JacobianStencil.Entry> entries = jacobian.entries();
    for (int row = 0; row < jacobian.rowFields(); row++) {
      cell.add("  {");
      cell.add("    double sum = 0;");
      for (int e = 0; e < entries.size(); e++) {
        JacobianStencil.Entry entry = entries.get(e);
        if (entry.row() == row) {
          cell.add(
              "    sum = fma(entries[%d * cells + %s], x[%d * cells + %s], sum);"
                  .formatted(
                      e, cell.index(0, 0), entry.column(), cell.index(entry.di(), entry.dj())));
        }
      }
      String target = "y[%d * cells + %s]".formatted(row, cell.index(0, 0));
      cell.add("    %s = fma(factor, sum, %s);".formatted(target, target));
      cell.add("  }");
    }
    cell.add("}");
    return cell.kernel(
        PRODUCT,
        List.of(
            "double factor",
            "const double* __restrict__ entries",
            "const double* __restrict__ s",
            "int lds",
            "double* __restrict__ result",
            "int ldr",
            "int columns"));
  }

  /** The column of field m and cell q holds, for each entry e of m, its value at q - (di, dj). */
  private static String columns(JacobianStencil jacobian) {
    StringBuilder text = new StringBuilder();
    List<JacobianStencil.Entry> entries = jacobian.entries();
    for (int m = 0; m < jacobian.columnFields(); m++) {
      CellSource cell = new CellSource();
      for (int e = 0; e < entries.size(); e++) {
        JacobianStencil.Entry entry = entries.get(e);
        if (entry.column() == m) {
          String source = cell.index(-entry.di(), -entry.dj());
          cell.add(
              "y[%d * cells + %s] = fma(factor, entries[%d * cells + %s], y[%d * cells + %s]);"
                  .formatted(entry.row(), source, e, source, entry.row(), source));
        }
      }
      text.append("  if (field == %d) {%n%s  }%n".formatted(m, cell.body()));
    }
    return """
        extern "C" __global__ void %s(
            int n, double factor, const double* __restrict__ entries, long long first, int count,
            double* __restrict__ result, int ld) {
          const int c = blockIdx.x * blockDim.x + threadIdx.x;
          if (c >= count) return;
          const long long cells = (long long)n * n;
          const int field = (int)((first + c) / cells);
          const int q = (int)((first + c) %% cells);
          const int i = q %% n;
          const int j = q / n;
          double* __restrict__ y = result + c * (long long)ld;
        %s}
        """
        .formatted(COLUMNS, text);
  }
}
