package org.stiffgrad.autodiff.tape;

import java.util.Arrays;

/**
 * One argument of all members of a group of operations.
 *
 * @param addresses where the members find it
 * @param form how it lies in the memory
 */
record Argument(int[] addresses, Form form) {
  /** How an argument lies in the memory. */
  enum Form {
    /** Every member reads the same number. */
    SCALAR,
    /** The members read numbers side by side. */
    VECTOR,
    /** Neither. */
    SCATTERED
  }

  /** The argument that is found at the addresses; a single one counts as side by side. */
  static Argument at(int... addresses) {
    if (continues(addresses, 1)) {
      return new Argument(addresses, Form.VECTOR);
    }
    return new Argument(addresses, continues(addresses, 0) ? Form.SCALAR : Form.SCATTERED);
  }

  private static boolean continues(int[] addresses, int step) {
    for (int i = 1; i < addresses.length; i++) {
      if (addresses[i] != addresses[i - 1] + step) {
        return false;
      }
    }
    return true;
  }

  int first() {
    return addresses[0];
  }

  int count() {
    return addresses.length;
  }

  /** Whether no run of numbers side by side ends before member i. */
  boolean runsOn(int i) {
    return form != Form.SCATTERED || addresses[i] == addresses[i - 1] + 1;
  }

  /** The same argument of the members {@code from <= i < to}. */
  Argument slice(int from, int to) {
    return at(Arrays.copyOfRange(addresses, from, to));
  }
}
