package org.stiffgrad.simd.stencil;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.stiffgrad.expression.Expr;
import org.stiffgrad.expression.LoweredProgram;
import org.stiffgrad.simd.stencil.Step.Argument;

/**
 * A part of a program that is small enough for one method. Values that a later stage needs pass
 * through scratch, one number per cell and slot.
 *
 * @param steps its operations, in order
 * @param imports the values of earlier stages that it needs, with their scratch slots
 * @param exports the values that later stages need, with their scratch slots
 * @param outputs the positions of the program's outputs that it writes
 */
record Stage(
    List<Step> steps,
    Map<Expr, Integer> imports,
    Map<Expr, Integer> exports,
    List<Integer> outputs) {

  /**
   * Divides a program.
   *
   * @param contract whether products and sums are contracted
   * @param limit the largest weight of operations and loads in a stage
   */
  static List<Stage> divide(LoweredProgram program, boolean contract, int limit) {
    List<List<Step>> parts = parts(steps(program, contract), limit);
    Map<Expr, Integer> stageOf = new HashMap<>();
    for (int s = 0; s < parts.size(); s++) {
      for (Step step : parts.get(s)) {
        stageOf.put(step.node(), s);
      }
    }
    Map<Expr, Integer> slots = new HashMap<>();
    List<Stage> stages = new ArrayList<>();
    for (int s = 0; s < parts.size(); s++) {
      List<Integer> outputs = outputs(program, stageOf, s);
      Stage stage = new Stage(parts.get(s), new LinkedHashMap<>(), new LinkedHashMap<>(), outputs);
      stages.add(stage);
      for (Step step : stage.steps) {
        for (Argument a : step.arguments()) {
          int source = stageOf.getOrDefault(a.node(), s);
          if (source < s) {
            int slot = slots.computeIfAbsent(a.node(), e -> slots.size());
            stages.get(source).exports.put(a.node(), slot);
            stage.imports.put(a.node(), slot);
          }
        }
      }
    }
    return stages;
  }

  private static List<Step> steps(LoweredProgram program, boolean contract) {
    List<Step> steps = new ArrayList<>();
    Set<Expr> used = new HashSet<>(program.program().outputs());
    for (Expr e : program.operations().reversed()) {
      if (used.contains(e)) {
        Step step = contract ? Step.contracted(e, program) : Step.plain(e);
        step.arguments().forEach(a -> used.add(a.node()));
        steps.addFirst(step);
      }
    }
    return steps;
  }

  private static List<List<Step>> parts(List<Step> steps, int limit) {
    List<List<Step>> parts = new ArrayList<>();
    parts.add(new ArrayList<>());
    Set<Expr> present = new HashSet<>();
    int weight = 0;
    for (Step step : steps) {
      Set<Expr> loads = new HashSet<>();
      step.arguments().forEach(a -> loads.add(a.node()));
      loads.removeAll(present);
      if (weight + step.weight() + loads.size() > limit) {
        parts.add(new ArrayList<>());
        present.clear();
        weight = 0;
      }
      parts.getLast().add(step);
      weight += step.weight() + loads.size();
      present.addAll(loads);
      present.add(step.node());
    }
    return parts;
  }

  /** The outputs that a stage computes; the first stage writes those that need no operation. */
  private static List<Integer> outputs(
      LoweredProgram program, Map<Expr, Integer> stageOf, int stage) {
    List<Expr> outputs = program.program().outputs();
    return IntStream.range(0, outputs.size())
        .filter(k -> stageOf.getOrDefault(outputs.get(k), 0) == stage)
        .boxed()
        .toList();
  }

  /** The number of scratch slots of all stages. */
  static int slots(List<Stage> stages) {
    return stages.stream().mapToInt(stage -> stage.exports().size()).sum();
  }
}
