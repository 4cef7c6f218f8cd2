package org.stiffgrad.autodiff.tape;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.stiffgrad.autodiff.tape.Structures.Structure;
import org.stiffgrad.expression.Expr;
import org.stiffgrad.expression.Operation;
import org.stiffgrad.expression.StencilOperand;

/**
 * Makes the program that evaluates expressions.
 *
 * <p>Expressions of one structure form a group. Their results lie side by side in the memory, in
 * the order of their arguments' places, so that where a group does the same in every cell its
 * arguments lie side by side as well. Groups are evaluated from the lowest structure to the
 * highest; the memory of a group is used again after its last reader.
 */
final class ProgramCompiler {
  private final Structures structures;
  private final List<Expr> results;
  private final List<Expr> needed;
  private final Ranges memory = new Ranges();
  private final Map<StencilOperand, Integer> operandStarts = new EnumMap<>(StencilOperand.class);
  private final Map<Expr, Integer> places = new HashMap<>();
  private final Instructions instructions = new Instructions(memory);

  private ProgramCompiler(
      List<Expr> results, Map<StencilOperand, Integer> lengths, Structures structures) {
    this.structures = structures;
    this.results = results;
    needed = Expressions.under(results, e -> true);
    placeInputs(lengths);
  }

  /**
   * The program of some results.
   *
   * @param lengths the number of elements of each operand
   */
  static Program compile(
      List<Expr> results, Map<StencilOperand, Integer> lengths, Structures structures) {
    return new ProgramCompiler(results, lengths, structures).compile();
  }

  private void placeInputs(Map<StencilOperand, Integer> lengths) {
    int time = memory.take(1);
    for (Expr e : needed) {
      if (e.operation() == Operation.TIME) {
        places.put(e, time);
      } else if (e.operation() == Operation.FIELD) {
        int start =
            operandStarts.computeIfAbsent(
                e.operand(), operand -> memory.take(requireNonNull(lengths.get(operand))));
        places.put(e, start + e.field());
      }
    }
  }

  private Program compile() {
    List<List<Expr>> groups = groups();
    Map<Structure, Integer> lastReaders = lastReaders(groups);
    Map<Integer, List<List<Expr>>> read = new HashMap<>();
    for (int g = 0; g < groups.size(); g++) {
      List<Expr> group = ordered(groups.get(g));
      evaluate(group);
      int last = requireNonNull(lastReaders.get(structures.of(group.get(0))));
      read.computeIfAbsent(last, k -> new ArrayList<>()).add(group);
      for (List<Expr> done : read.getOrDefault(g, List.of())) {
        memory.giveBack(place(done.get(0)), done.size());
      }
    }
    return instructions.program(operandStarts, addresses(results));
  }

  /** Operations by structure, a group after the groups it reads. */
  private List<List<Expr>> groups() {
    Map<Structure, List<Expr>> groups = new LinkedHashMap<>();
    for (Expr e : needed) {
      if (!e.arguments().isEmpty()) {
        groups.computeIfAbsent(structures.of(e), s -> new ArrayList<>()).add(e);
      }
    }
    return groups.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> entry.getKey().height()))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** For each structure the index of the last group that reads it; beyond all for results. */
  private Map<Structure, Integer> lastReaders(List<List<Expr>> groups) {
    Map<Structure, Integer> last = new HashMap<>();
    for (int g = 0; g < groups.size(); g++) {
      last.put(structures.of(groups.get(g).get(0)), g);
      for (Expr argument : structures.arguments(groups.get(g).get(0))) {
        last.put(structures.of(argument), g);
      }
    }
    for (Expr e : results) {
      last.put(structures.of(e), Integer.MAX_VALUE);
    }
    return last;
  }

  private int place(Expr e) {
    return requireNonNull(places.get(e));
  }

  private void evaluate(List<Expr> ordered) {
    Expr sample = ordered.get(0);
    List<Argument> arguments = new ArrayList<>();
    for (int k = 0; k < sample.arguments().size(); k++) {
      int argument = k;
      arguments.add(
          argument(ordered.stream().map(e -> structures.arguments(e).get(argument)).toList()));
    }
    int target = memory.take(ordered.size());
    for (int i = 0; i < ordered.size(); i++) {
      places.put(ordered.get(i), target + i);
    }
    instructions.add(sample.operation(), sample.value(), target, arguments);
  }

  /**
   * The members of a group in the order of the places of their first or second arguments, whichever
   * leaves the arguments in fewer pieces.
   */
  private List<Expr> ordered(List<Expr> group) {
    List<long[]> keys = new ArrayList<>();
    int arity = group.get(0).arguments().size();
    for (int i = 0; i < group.size(); i++) {
      List<Expr> arguments = structures.arguments(group.get(i));
      keys.add(new long[] {key(arguments.get(0)), key(arguments.get(arity - 1)), i});
    }
    List<long[]> byFirst = sorted(keys, 0);
    List<long[]> best = byFirst;
    if (pieces(byFirst) > 0) {
      List<long[]> bySecond = sorted(keys, 1);
      best = pieces(byFirst) <= pieces(bySecond) ? byFirst : bySecond;
    }
    return best.stream().map(key -> group.get((int) key[2])).toList();
  }

  private static List<long[]> sorted(List<long[]> keys, int first) {
    return keys.stream()
        .sorted(
            Comparator.comparingLong((long[] key) -> key[first])
                .thenComparingLong(key -> key[1 - first]))
        .toList();
  }

  /** The number of places where an argument neither goes on nor stays the same. */
  private static long pieces(List<long[]> keys) {
    return IntStream.range(1, keys.size())
        .mapToLong(
            i ->
                breaks(keys.get(i - 1)[0], keys.get(i)[0])
                    + breaks(keys.get(i - 1)[1], keys.get(i)[1]))
        .sum();
  }

  private static int breaks(long before, long after) {
    return after == before || after == before + 1 ? 0 : 1;
  }

  /* Constants are put wherever they are wanted. */
  private long key(Expr argument) {
    return argument.isConstant() ? 0 : place(argument);
  }

  /** One argument of all members of a group. */
  private Argument argument(List<Expr> members) {
    if (members.get(0).isConstant()) {
      return instructions.constants(members.stream().mapToDouble(Expr::value).toArray());
    }
    return Argument.at(addresses(members));
  }

  private int[] addresses(List<Expr> expressions) {
    return expressions.stream()
        .mapToInt(e -> e.isConstant() ? instructions.constant(e.value()) : place(e))
        .toArray();
  }
}
