package org.stiffgrad.autodiff.tape;

import java.util.Map;
import org.stiffgrad.expression.StencilOperand;

/**
 * Evaluates results of a recording for given inputs. It consists of instructions, each one loop
 * over a stretch of the memory it works in; it has no state of its own.
 *
 * <p>The memory holds the time in its first place, then the operands, intermediate results and
 * constants.
 */
final class Program {
  static final int TIME_ADDRESS = 0;

  /** Computes nothing. */
  static final Program EMPTY =
      new Program(new LoopCode[0], new int[0], new double[0], 1, Map.of(), new int[0]);

  private final LoopCode[] code;
  private final int[] addresses;
  private final double[] constants;
  private final int constantStart;
  private final Map<StencilOperand, Integer> operandStarts;
  private final int[] results;
  private final boolean resultsInRuns;

  /**
   * A program.
   *
   * @param code the instructions
   * @param addresses the tables that instructions gather by
   * @param constants the values of the constants
   * @param constantStart where in the memory they are kept, after everything else
   * @param operandStarts where the memory holds each operand that is read
   * @param resultAddresses where the results are found
   */
  Program(
      LoopCode[] code,
      int[] addresses,
      double[] constants,
      int constantStart,
      Map<StencilOperand, Integer> operandStarts,
      int[] resultAddresses) {
    this.code = code;
    this.addresses = addresses;
    this.constants = constants;
    this.constantStart = constantStart;
    this.operandStarts = operandStarts;
    int[] runs = ResultRuns.of(resultAddresses);
    resultsInRuns = ResultRuns.paysOff(runs, resultAddresses);
    results = resultsInRuns ? runs : resultAddresses;
  }

  /** The numbers of memory that it works in. */
  int memoryLength() {
    return constantStart + constants.length;
  }

  /** Makes memory ready for this program; once, before the inputs are loaded. */
  void prepare(double[] memory) {
    System.arraycopy(constants, 0, memory, constantStart, constants.length);
  }

  /** Sets the time. */
  void loadTime(double t, double[] memory) {
    memory[TIME_ADDRESS] = t;
  }

  /** Sets the first numbers of an operand; without effect for an operand that is not read. */
  void load(StencilOperand operand, double[] values, double[] memory) {
    Integer start = operandStarts.get(operand);
    if (start != null) {
      System.arraycopy(values, 0, memory, start, values.length);
    }
  }

  /** Sets one number of an operand. */
  void load(StencilOperand operand, int index, double value, double[] memory) {
    Integer start = operandStarts.get(operand);
    if (start != null) {
      memory[start + index] = value;
    }
  }

  /** Evaluates. */
  void run(double[] memory) {
    for (LoopCode loops : code) {
      loops.run(memory, addresses);
    }
  }

  /** Copies the results out of the memory. */
  void read(double[] memory, double[] target) {
    if (resultsInRuns) {
      ResultRuns.copy(results, memory, target);
    } else {
      for (int i = 0; i < results.length; i++) {
        target[i] = memory[results[i]];
      }
    }
  }
}
