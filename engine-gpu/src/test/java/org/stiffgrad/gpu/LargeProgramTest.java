package org.stiffgrad.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.backend.scalar.ScalarBackend;
import org.stiffgrad.expression.LoweredProgram;
import org.stiffgrad.expression.ModelPrograms;
import org.stiffgrad.expression.StencilProgram;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.OdeModel;
import org.stiffgrad.model.Scalar;
import org.stiffgrad.model.Variables;

/** Programs that are too large for one kernel. */
class LargeProgramTest {
  private static final int FORCES = 600;

  /** {@code u_k' = sum over some i of p_i cos(i t) - u_k}, each force in one equation. */
  private record Forced(int states) implements OdeModel {
    @Override
    public String name() {
      return "forced";
    }

    @Override
    public List<String> components() {
      return IntStream.range(0, states).mapToObj(k -> "u" + k).toList();
    }

    @Override
    public List<String> parameters() {
      return IntStream.range(0, FORCES).mapToObj(i -> "p" + i).toList();
    }

    @Override
    public <T extends Scalar<T>> void rightHandSide(Variables<T> v, T[] dudt) {
      for (int k = 0; k < states; k++) {
        dudt[k] = v.state(k).negate();
      }
      for (int i = 0; i < FORCES; i++) {
        dudt[i % states] = dudt[i % states].plus(v.parameter(i).times(v.t().times(i).cos()));
      }
    }

    @Override
    public double initialValue(int component) {
      return 1;
    }

    @Override
    public double parameterValue(int parameter) {
      return 1;
    }
  }

  private static StencilProgram program(int states) {
    return new ModelPrograms(new Forced(states)).rightHandSide();
  }

  private static double[] evaluate(StencilProgram program, ComputeBackend backend) {
    Random random = new Random(1);
    Grid grid = new Grid(2);
    try (Workspace workspace = backend.newWorkspace()) {
      Buffer[] operands = {
        workspace.allocate(random.doubles(4L * program.outputs().size(), -1, 1).toArray()),
        workspace.allocate(random.doubles(4L * FORCES, -1, 1).toArray())
      };
      Buffer result = workspace.allocate(4L * program.outputs().size());
      backend.stencils().compile(program, grid).evaluate(0.7, operands, result);
      return result.toArray();
    }
  }

  @Test
  void aProgramIsDividedByItsOutputs() {
    StencilProgram program = program(10);
    assertEquals(4, StencilSource.divide(new LoweredProgram(program)).size());
    try (ComputeBackend backend = StandInBackend.open()) {
      /* Sums of 60 terms of magnitude 1 at most, each with three roundings. */
      assertArrayEquals(
          evaluate(program, new ScalarBackend()), evaluate(program, backend), 180 * Math.ulp(60.0));
    }
  }

  @Test
  void anOutputOfTooManyFunctionsOfTimeIsRefused() {
    LoweredProgram program = new LoweredProgram(program(1));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> StencilSource.divide(program));
    assertTrue(e.getMessage().contains("depends on 599 functions of time"), e::getMessage);
  }
}
