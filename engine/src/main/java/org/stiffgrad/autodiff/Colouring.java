package org.stiffgrad.autodiff;

import java.util.Arrays;

/**
 * A partition of the columns of a sparse matrix into colours, so that no two columns of a colour
 * have an element in the same row: the sum of the columns of a colour shows each of them.
 *
 * <p>Curtis, Powell and Reid, J. Inst. Math. Appl. 13 (1974): columns in their order, each with the
 * first colour that no column of a common row has.
 */
final class Colouring {
  private final int[] colours;
  private final int count;

  private Colouring(int[] colours) {
    this.colours = colours;
    count = Arrays.stream(colours).max().orElse(-1) + 1;
  }

  /** A colouring of the rows: no two rows of a colour have an element in the same column. */
  static Colouring ofRows(SparsityPattern pattern) {
    return ofColumns(pattern.transposed());
  }

  static Colouring ofColumns(SparsityPattern pattern) {
    SparsityPattern transposed = pattern.transposed();
    int[] colours = new int[pattern.columns()];
    if (hasFullColumn(transposed)) {
      Arrays.setAll(colours, j -> j);
      return new Colouring(colours);
    }
    /* takenBy[c] == j: a column before j that shares a row with it has the colour c. */
    int[] takenBy = new int[pattern.columns()];
    Arrays.fill(takenBy, -1);
    for (int j = 0; j < colours.length; j++) {
      for (int k = pattern.start(j); k < pattern.start(j + 1); k++) {
        int row = pattern.row(k);
        for (int m = transposed.start(row); m < transposed.start(row + 1); m++) {
          int neighbour = transposed.row(m);
          if (neighbour >= j) {
            break;
          }
          takenBy[colours[neighbour]] = j;
        }
      }
      colours[j] = firstFree(takenBy, j);
    }
    return new Colouring(colours);
  }

  private static boolean hasFullColumn(SparsityPattern pattern) {
    for (int j = 0; j < pattern.columns(); j++) {
      if (pattern.start(j + 1) - pattern.start(j) == pattern.rows()) {
        return true;
      }
    }
    return false;
  }

  private static int firstFree(int[] takenBy, int column) {
    int colour = 0;
    while (takenBy[colour] == column) {
      colour++;
    }
    return colour;
  }

  /** The number of colours. */
  int count() {
    return count;
  }

  /** The colour of a column, from 0. */
  int of(int column) {
    return colours[column];
  }
}
