package org.stiffgrad.autodiff.tape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.stiffgrad.autodiff.tape.Argument.Form;
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
  private static final int UNUSED = 0;

  private final Ranges memory;
  private final List<int[]> code = new ArrayList<>();
  private final List<int[]> tables = new ArrayList<>();
  private final List<Double> constants = new ArrayList<>();
  private final Map<Double, Integer> known = new HashMap<>();
  /* Copies that the operation of the moment reads. */
  private final List<Argument> gathered = new ArrayList<>();
  private int tableLength;

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
      if (part.size() == 1) {
        unary(operation, exponent, target + start, part.get(0));
      } else {
        binary(operation, target + start, part.get(0), part.get(1));
      }
      gathered.forEach(a -> memory.giveBack(a.first(), a.count()));
      gathered.clear();
    }
  }

  private void emit(int kernel, int target, int first, int second, int count) {
    code.add(new int[] {kernel, target, first, second, count});
  }

  private void unary(Operation operation, double exponent, int target, Argument argument) {
    int second = operation == Operation.POWER ? constant(exponent) : UNUSED;
    emit(kernel(operation), target, direct(argument).first(), second, argument.count());
  }

  private void binary(Operation operation, int target, Argument a, Argument b) {
    boolean commutative = operation == Operation.ADD || operation == Operation.MULTIPLY;
    if (commutative && a.form() != Form.VECTOR && b.form() != Form.SCALAR) {
      inOrder(operation, target, b, a);
    } else {
      inOrder(operation, target, a, b);
    }
  }

  private void inOrder(Operation operation, int target, Argument a, Argument b) {
    boolean adds = operation == Operation.ADD || operation == Operation.SUBTRACT;
    Argument first = direct(a);
    if (b.form() == Form.SCATTERED && adds && first.form() == Form.VECTOR) {
      int kernel = operation == Operation.ADD ? Kernel.ADD_VG : Kernel.SUBTRACT_VG;
      emit(kernel, target, first.first(), table(b.addresses()), b.count());
    } else {
      Argument second = direct(b);
      int kernel = kernel(operation, first.form(), second.form());
      emit(kernel, target, first.first(), second.first(), b.count());
    }
  }

  private static int kernel(Operation operation) {
    return switch (operation) {
      case NEGATE -> Kernel.NEGATE;
      case SQRT -> Kernel.SQRT;
      case EXP -> Kernel.EXP;
      case LOG -> Kernel.LOG;
      case SIN -> Kernel.SIN;
      case COS -> Kernel.COS;
      case TANH -> Kernel.TANH;
      case POWER -> Kernel.POWER;
      default -> throw new IllegalArgumentException("A recording holds no " + operation + ".");
    };
  }

  /** The loop over two vectors, or over one and a scalar. */
  private static int kernel(Operation operation, Form a, Form b) {
    boolean scalarFirst = a == Form.SCALAR;
    boolean scalarSecond = b == Form.SCALAR;
    return switch (operation) {
      case ADD -> scalarSecond ? Kernel.ADD_VS : Kernel.ADD_VV;
      case MULTIPLY -> scalarSecond ? Kernel.MULTIPLY_VS : Kernel.MULTIPLY_VV;
      case SUBTRACT ->
          scalarFirst ? Kernel.SUBTRACT_SV : scalarSecond ? Kernel.SUBTRACT_VS : Kernel.SUBTRACT_VV;
      case DIVIDE ->
          scalarFirst ? Kernel.DIVIDE_SV : scalarSecond ? Kernel.DIVIDE_VS : Kernel.DIVIDE_VV;
      default -> throw new IllegalArgumentException("A recording holds no " + operation + ".");
    };
  }

  /** A scattered argument is gathered to where its numbers lie side by side. */
  private Argument direct(Argument argument) {
    if (argument.form() != Form.SCATTERED) {
      return argument;
    }
    int start = memory.take(argument.count());
    emit(Kernel.GATHER, start, table(argument.addresses()), UNUSED, argument.count());
    Argument copy = Argument.at(IntStream.range(start, start + argument.count()).toArray());
    gathered.add(copy);
    return copy;
  }

  private int table(int[] addresses) {
    tables.add(addresses);
    int start = tableLength;
    tableLength = Math.addExact(tableLength, addresses.length);
    return start;
  }

  /** The finished program. */
  Program program(Map<StencilOperand, Integer> operandStarts, int[] results) {
    int[] instructions =
        code.stream()
            .flatMapToInt(c -> IntStream.of(c[0], c[1], located(c[2]), located(c[3]), c[4]))
            .toArray();
    return new Program(
        instructions,
        tables.stream().flatMapToInt(IntStream::of).toArray(),
        constants.stream().mapToDouble(c -> c).toArray(),
        memory.end(),
        operandStarts,
        IntStream.of(results).map(this::located).toArray());
  }

  private int located(int address) {
    return address < FIRST_CONSTANT ? address : address - FIRST_CONSTANT + memory.end();
  }
}
