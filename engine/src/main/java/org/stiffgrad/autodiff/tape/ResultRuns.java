package org.stiffgrad.autodiff.tape;

/** Results that lie side by side in the memory, as pairs of an address and a count. */
final class ResultRuns {
  /** A run is copied at a cost of about this many single numbers. */
  private static final int SINGLES_PER_RUN = 8;

  private ResultRuns() {}

  /** The runs of a list of addresses. */
  static int[] of(int[] addresses) {
    int[] runs = new int[2 * addresses.length];
    int count = 0;
    for (int i = 0; i < addresses.length; i++) {
      if (i == 0 || addresses[i] != addresses[i - 1] + 1) {
        runs[2 * count] = addresses[i];
        count++;
      }
      runs[2 * count - 1]++;
    }
    return java.util.Arrays.copyOf(runs, 2 * count);
  }

  /** Whether copying by runs is faster than one by one. */
  static boolean paysOff(int[] runs, int[] addresses) {
    return (long) SINGLES_PER_RUN * (runs.length / 2) <= addresses.length;
  }

  static void copy(int[] runs, double[] memory, double[] target) {
    int position = 0;
    for (int k = 0; k < runs.length; k += 2) {
      System.arraycopy(memory, runs[k], target, position, runs[k + 1]);
      position += runs[k + 1];
    }
  }
}
