package org.stiffgrad.autodiff.tape;

import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.expression.StencilOperand;

/**
 * One derivative at any points: the program of the recording in use and the memory that it works
 * in. Memory is taken when a program is first selected, and again only when one needs more.
 */
public final class Replay {
  private static final double[] NONE = {};

  private final Derivative derivative;
  private final LongFunction<double[]> allocation;
  private double[] memory = NONE;
  private @Nullable Recording recording;
  private Program program = Program.EMPTY;

  /**
   * A replay without a recording.
   *
   * @param allocation makes arrays of zeros of a length
   */
  public Replay(Derivative derivative, LongFunction<double[]> allocation) {
    this.derivative = derivative;
    this.allocation = allocation;
  }

  /** Uses a recording from now on. */
  public void select(Recording wanted) {
    if (wanted != recording) {
      Program next = wanted.program(derivative);
      if (memory.length < next.memoryLength()) {
        memory = allocation.apply(next.memoryLength());
      }
      next.prepare(memory);
      program = next;
      recording = wanted;
    }
  }

  /** Sets time, state and parameters. */
  public void load(double t, double[] u, double[] p) {
    program.loadTime(t, memory);
    program.load(StencilOperand.STATE, u, memory);
    program.load(StencilOperand.PARAMETERS, p, memory);
  }

  /** Sets a direction or a weight. */
  public void load(StencilOperand operand, double[] values) {
    program.load(operand, values, memory);
  }

  /** Sets the direction {@code (k, theta)} of state and time. */
  public void loadDirection(double[] k, double theta) {
    program.load(StencilOperand.DIRECTION, k, memory);
    program.load(StencilOperand.DIRECTION, k.length, theta, memory);
  }

  /** Evaluates; the result is overwritten. */
  public void run(double[] result) {
    program.run(memory);
    program.read(memory, result);
  }
}
