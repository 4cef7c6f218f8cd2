package org.stiffgrad.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.stiffgrad.expression.Expr;
import org.stiffgrad.expression.JacobianStencil;
import org.stiffgrad.expression.LoweredProgram;
import org.stiffgrad.expression.StencilOperand;
import org.stiffgrad.expression.StencilProgram;
import org.stiffgrad.model.Grid;

class KernelCostTest {
  private static final Grid GRID = new Grid(3);

  private final Expr.Pool pool = new Expr.Pool();

  private Expr u(int field, int di) {
    return pool.field(StencilOperand.STATE, field, di, 0);
  }

  private StencilProgram program(Expr... outputs) {
    return new StencilProgram("test", "test", List.of(StencilOperand.STATE), List.of(outputs));
  }

  private KernelCost cost(Expr... outputs) {
    return KernelCost.stencil(new LoweredProgram(program(outputs)), GRID);
  }

  @Test
  void neighboursOfOneFieldAreReadOnce() {
    // Per cell: a sum, a product, a sum; reads field 0, writes one output.
    Expr heat = u(0, 1).plus(u(0, -1)).plus(u(0, 0).times(-2));
    assertEquals(new KernelCost(9 * 3, 9 * 8 * 2), cost(heat));
  }

  @Test
  void commonSubexpressionsCountOnceAndSignsNot() {
    Expr product = u(0, 0).times(u(1, 0));
    // A product and a sum; two fields and two outputs.
    assertEquals(new KernelCost(9 * 2, 9 * 8 * 4), cost(product.plus(1), product.negate()));
  }

  @Test
  void whatIsEvaluatedOncePerGridIsOnlyRead() {
    // The table x^2 and field 0 are read; one product a cell remains, and t + 1 is uniform.
    Expr table = pool.x(0).times(pool.x(0));
    assertEquals(new KernelCost(9, 9 * 8 * 3), cost(table.times(u(0, 0))));
    assertEquals(new KernelCost(9, 9 * 8 * 2), cost(pool.time().plus(1).times(u(0, 0))));
  }

  @Test
  void matricesOfStencils() {
    List<JacobianStencil.Entry> pattern =
        List.of(
            new JacobianStencil.Entry(0, 0, 0, 0),
            new JacobianStencil.Entry(0, 1, 1, 0),
            new JacobianStencil.Entry(1, 1, 0, 0));
    JacobianStencil jacobian =
        new JacobianStencil(2, 2, pattern, program(u(0, 0), u(1, 1), u(1, 0)));
    // 27 elements of the pattern in a matrix of order 18.
    assertEquals(
        new KernelCost(27, 8 * (27 + 18 * 18)), KernelCost.assembleShifted(jacobian, GRID));
    assertEquals(
        new KernelCost(5 * (2 * 27 + 2 * 18), 8 * (27 + 5 * 3 * 18)),
        KernelCost.addProduct(jacobian, GRID, 5));
    assertEquals(new KernelCost(2 * 27, 8 * 3 * 27), KernelCost.addColumns(jacobian, GRID, 18));
  }

  @Test
  void denseAlgebra() {
    assertEquals(
        new KernelCost(2 * 3 * 4 * 5, 8 * (3 * 5 + 5 * 4 + 2 * 3 * 4)), KernelCost.gemm(3, 4, 5));
    assertEquals(new KernelCost(18, 8 * 18), KernelCost.factor(3));
    assertEquals(new KernelCost(2 * 9 * 4, 8 * (9 + 2 * 3 * 4)), KernelCost.solve(3, 4));
    // Orders whose cube is beyond the integers.
    assertEquals(2.0 / 3 * 1e12, KernelCost.factor(10_000).flops(), 4 * Math.ulp(1e12));
    assertEquals(2e15, KernelCost.gemm(100_000, 100_000, 100_000).flops());
  }

  @Test
  void vectors() {
    assertEquals(new KernelCost(10 * 5, 8 * 10 * 4), KernelCost.linearCombination(10, 3));
    assertEquals(new KernelCost(0, 8 * 10), KernelCost.linearCombination(10, 0));
    assertEquals(new KernelCost(2 * 10, 8 * 20), KernelCost.dot(10));
  }

  @Test
  void theRooflineIsTheSlowerOfComputingAndMoving() {
    KernelCost cost = new KernelCost(100, 800);
    assertEquals(8, cost.leastSeconds(1000, 100));
    assertEquals(10, cost.leastSeconds(10, 100));
  }
}
