package org.stiffgrad.autodiff.tape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.stiffgrad.autodiff.tape.Argument.Form;
import org.stiffgrad.autodiff.tape.Loop.Place;
import org.stiffgrad.expression.Operation;
import org.stiffgrad.expression.StencilOperand;

/**
 * The instructions of a program that is being made. Constants have addresses of their own until the
 * extent of the memory before them is known.
 */
final class Instructions {
  /** An instruction of its own pays off for runs of about this many numbers. */
  private static final int SHORTEST_RUN = 32;

  private static final int FIRST_CONSTANT = 1 << 30;

  private final Ranges memory;
  private final List<Step> steps = new ArrayList<>();
  private final List<int[]> tables = new ArrayList<>();
  private final List<Double> constants = new ArrayList<>();
  private final Map<Double, Integer> known = new HashMap<>();
  private int tableLength;

  /** An instruction whose constants have not found their places. */
  private record Step(Operation operation, double exponent, int target, List<Argument> arguments) {}

  Instructions(Ranges memory) {
    this.memory = memory;
  }

  /** The address of a constant. */
  int constant(double value) {
    return known.computeIfAbsent(value, this::append);
  }

  private int append(double value) {
    constants.add(value);
    return FIRST_CONSTANT + constants.size() - 1;
  }

  /** Constants as the argument of a group: one number if they are equal, else side by side. */
  Argument constants(double[] values) {
    boolean equal = IntStream.range(1, values.length).allMatch(i -> values[i] == values[0]);
    int[] addresses = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      addresses[i] = equal ? constant(values[0]) : append(values[i]);
    }
    return Argument.at(addresses);
  }

  /**
   * An operation of all members of a group.
   *
   * @param exponent the exponent of a power
   * @param target where the results lie, side by side
   */
  void add(Operation operation, double exponent, int target, List<Argument> arguments) {
    int count = arguments.get(0).count();
    int[] starts =
        IntStream.range(0, count)
            .filter(i -> i == 0 || !arguments.stream().allMatch(a -> a.runsOn(i)))
            .toArray();
    boolean inRuns = (long) starts.length * SHORTEST_RUN <= count;
    for (int s = 0; s < (inRuns ? starts.length : 1); s++) {
      int start = starts[s];
      int end = inRuns && s + 1 < starts.length ? starts[s + 1] : count;
      List<Argument> part = arguments.stream().map(a -> a.slice(start, end)).toList();
      steps.add(new Step(operation, exponent, target + start, part));
    }
  }

  private int table(int[] addresses) {
    tables.add(addresses);
    int start = tableLength;
    tableLength = Math.addExact(tableLength, addresses.length);
    return start;
  }

  /** The finished program. */
  Program program(Map<StencilOperand, Integer> operandStarts, int[] results) {
    List<Loop> loops = steps.stream().map(this::loop).toList();
    return new Program(
        LoopCompiler.compile(loops),
        tables.stream().flatMapToInt(IntStream::of).toArray(),
        constants.stream().mapToDouble(c -> c).toArray(),
        memory.end(),
        operandStarts,
        IntStream.of(results).map(this::located).toArray());
  }

  private Loop loop(Step step) {
    return new Loop(
        step.operation(),
        step.exponent(),
        step.target(),
        step.arguments().get(0).count(),
        step.arguments().stream().map(this::place).toList());
  }

  private Place place(Argument argument) {
    boolean scattered = argument.form() == Form.SCATTERED;
    return new Place(
        argument.form(), scattered ? table(argument.addresses()) : located(argument.first()));
  }

  private int located(int address) {
    return address < FIRST_CONSTANT ? address : address - FIRST_CONSTANT + memory.end();
  }
}
