package org.stiffgrad.autodiff.tape;

/** Some instructions of a program in a row, compiled. */
interface LoopCode {
  /**
   * Runs them.
   *
   * @param memory the memory of the program
   * @param addresses the tables that scattered arguments are read by
   */
  void run(double[] memory, int[] addresses);
}
