package org.stiffgrad.backend.scalar;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.HeapBuffer;
import org.stiffgrad.backend.HoistedValues;
import org.stiffgrad.backend.StencilKernel;
import org.stiffgrad.expression.Expr;
import org.stiffgrad.expression.LoweredProgram;
import org.stiffgrad.expression.LoweredProgram.Source;
import org.stiffgrad.model.Grid;

/**
 * Evaluates a program one grid row at a time.
 *
 * <p>Every node has a register of N numbers, its values along the current row {@code y_j}. For each
 * row, reads and tables are copied to their registers, with indices wrapped around; then each
 * operation is one loop over its arguments' registers; then the outputs are copied to the result.
 */
final class RowInterpreter implements StencilKernel {
  private final int n;
  private final int cells;
  private final HoistedValues hoisted;
  private final double[][] uniforms;
  private final Copy[] reads;
  private final Table[] tables;
  private final RowOperation[] operations;
  private final double[][] outputs;

  /** A read of a field of an operand into a register. */
  private record Copy(int operand, int field, int di, int dj, double[] register) {}

  /** A table and the register for its current row. */
  private record Table(double[] values, double[] register) {}

  RowInterpreter(LoweredProgram program, Grid grid) {
    n = grid.n();
    cells = grid.cells();
    hoisted = new HoistedValues(program, grid);
    Map<Expr, double[]> known = new HashMap<>();
    Function<Expr, double[]> registers = e -> known.computeIfAbsent(e, node -> new double[n]);
    for (Expr e : program.program().nodes()) {
      if (program.source(e) == Source.CONSTANT) {
        Arrays.fill(registers.apply(e), e.value());
      }
    }
    uniforms = program.uniforms().stream().map(registers).toArray(double[][]::new);
    reads =
        program.reads().stream()
            .map(
                e ->
                    new Copy(
                        program.operandIndex(e), e.field(), e.di(), e.dj(), registers.apply(e)))
            .toArray(Copy[]::new);
    tables =
        program.tables().stream()
            .map(e -> new Table(hoisted.table(program.tableIndex(e)), registers.apply(e)))
            .toArray(Table[]::new);
    operations =
        program.operations().stream()
            .map(e -> RowOperation.of(e, registers))
            .toArray(RowOperation[]::new);
    outputs = program.program().outputs().stream().map(registers).toArray(double[][]::new);
  }

  @Override
  public void evaluate(double t, Buffer[] operands, Buffer result) {
    double[] target = HeapBuffer.elements(result);
    assert target.length == outputs.length * cells;
    hoisted.evaluateUniforms(t);
    for (int k = 0; k < uniforms.length; k++) {
      Arrays.fill(uniforms[k], hoisted.uniforms()[k]);
    }
    for (int j = 0; j < n; j++) {
      for (Copy read : reads) {
        read(read, HeapBuffer.elements(operands[read.operand()]), j);
      }
      for (Table table : tables) {
        System.arraycopy(table.values(), j * n, table.register(), 0, n);
      }
      for (RowOperation operation : operations) {
        operation.evaluate();
      }
      for (int k = 0; k < outputs.length; k++) {
        System.arraycopy(outputs[k], 0, target, k * cells + j * n, n);
      }
    }
  }

  /** {@code register[i] = field[(i + di) mod N, (j + dj) mod N]}. */
  private void read(Copy read, double[] operand, int j) {
    int row = read.field() * cells + Math.floorMod(j + read.dj(), n) * n;
    int shift = Math.floorMod(read.di(), n);
    System.arraycopy(operand, row + shift, read.register(), 0, n - shift);
    System.arraycopy(operand, row, read.register(), n - shift, shift);
  }
}
