package org.stiffgrad.autodiff;

import java.util.Arrays;
import java.util.List;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.problem.OdeProblem;

/**
 * Derivatives by dual numbers.
 *
 * <p>A matrix is evaluated in chunks of its columns, one run of the model for each. {@code J v},
 * {@code f_p dp} and f_t are one run with one partial. For the derivatives of {@code J k + theta
 * f_t} the model runs with numbers that move along {@code (k, 0, theta)} and whose values and rates
 * are dual numbers.
 */
final class DualHostDerivatives extends MatrixDerivatives {
  private final OdeProblem problem;
  private final HostRightHandSide rightHandSide;
  private final ColumnChunks stateChunks;
  private final ColumnChunks parameterChunks;
  private final List<CellBlock> blocks;
  /* All elements move along the first direction. */
  private final int[] together;
  private final DualNumbers[] dudt;
  private final Tangent<DualNumbers>[] movingDudt;
  /* The derivative of element i of f in direction d at [d * length + i]. */
  private final double[] partials;

  /** What a model computes in the cells of a block, component by component, into {@link #dudt}. */
  @FunctionalInterface
  private interface Formula {
    void evaluate(CellBlock block, DualArguments u, DualArguments p);
  }

  DualHostDerivatives(
      OdeProblem problem,
      HostRightHandSide rightHandSide,
      ModelSparsity sparsity,
      Workspace workspace) {
    super(problem, sparsity, workspace);
    this.problem = problem;
    this.rightHandSide = rightHandSide;
    stateChunks = new ColumnChunks(sparsity.state());
    parameterChunks = new ColumnChunks(sparsity.parameters());
    blocks = CellBlock.of(problem.grid());
    together = new int[Math.max(problem.stateLength(), problem.parameterLength())];
    int components = problem.model().components().size();
    dudt = new DualNumbers[components];
    movingDudt = moving(components);
    int directions = Math.max(1, Math.max(stateChunks.width(), parameterChunks.width()));
    partials = workspace.allocateHost((long) directions * problem.stateLength());
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Tangent<DualNumbers>[] moving(int length) {
    return (Tangent<DualNumbers>[]) new Tangent[length];
  }

  @Override
  public void rightHandSide(HostPoint at, double[] result) {
    rightHandSide.evaluate(at, result);
  }

  @Override
  public void timeDerivative(HostPoint at, double[] result) {
    differentiate(
        (block, u, p) -> {
          int cells = block.cells().length;
          DualNumbers t = DualNumbers.of(filled(cells, at.time()), filled(cells, 1));
          evaluate(block, t, u, p);
        },
        DualArguments.fixed(at.state()),
        DualArguments.fixed(at.parameters()),
        1);
    System.arraycopy(partials, 0, result, 0, result.length);
  }

  private static double[] filled(int length, double value) {
    double[] result = new double[length];
    Arrays.fill(result, value);
    return result;
  }

  @Override
  public void jacobianVectorProduct(HostPoint at, double[] v, double[] result) {
    differentiate(
        rightHandSide(at), moving(at.state(), v), DualArguments.fixed(at.parameters()), 1);
    System.arraycopy(partials, 0, result, 0, result.length);
  }

  @Override
  public void parameterJacobianVectorProduct(HostPoint at, double[] dp, double[] result) {
    differentiate(
        rightHandSide(at), DualArguments.fixed(at.state()), moving(at.parameters(), dp), 1);
    System.arraycopy(partials, 0, result, 0, result.length);
  }

  private DualArguments moving(double[] values, double[] rates) {
    return new DualArguments(values, 1, together, rates);
  }

  @Override
  void evaluateJacobian(HostPoint at, HostSparseMatrix result) {
    byStateColumns(at, rightHandSide(at), result);
  }

  @Override
  public void stateSecondOrder(HostPoint at, double[] k, double theta, HostSparseMatrix result) {
    byStateColumns(at, rate(at, k, theta), result);
  }

  @Override
  public void parameterJacobian(HostPoint at, HostSparseMatrix result) {
    byParameterColumns(at, rightHandSide(at), result);
  }

  @Override
  public void parameterSecondOrder(
      HostPoint at, double[] k, double theta, HostSparseMatrix result) {
    byParameterColumns(at, rate(at, k, theta), result);
  }

  private void byStateColumns(HostPoint at, Formula formula, HostSparseMatrix result) {
    DualArguments p = DualArguments.fixed(at.parameters());
    for (int chunk = 0; chunk < stateChunks.count(); chunk++) {
      differentiate(formula, stateChunks.seeded(chunk, at.state()), p, stateChunks.width());
      stateChunks.collect(chunk, partials, result);
    }
  }

  private void byParameterColumns(HostPoint at, Formula formula, HostSparseMatrix result) {
    DualArguments u = DualArguments.fixed(at.state());
    for (int chunk = 0; chunk < parameterChunks.count(); chunk++) {
      differentiate(
          formula, u, parameterChunks.seeded(chunk, at.parameters()), parameterChunks.width());
      parameterChunks.collect(chunk, partials, result);
    }
  }

  /** f. */
  private Formula rightHandSide(HostPoint at) {
    DualNumbers t = DualNumbers.ofConstant(at.time());
    return (block, u, p) -> evaluate(block, t, u, p);
  }

  /** {@code J k + theta f_t}. */
  private Formula rate(HostPoint at, double[] k, double theta) {
    DualNumbers t = DualNumbers.ofConstant(at.time());
    Tangent<DualNumbers> movingT =
        theta == 0 ? Tangent.fixed(t) : Tangent.of(t, DualNumbers.ofConstant(theta));
    DualArguments rates = DualArguments.fixed(k);
    return (block, u, p) -> {
      DualCells cells = new DualCells(block, t, u, p, problem.grid());
      problem.model().cell(new MovingDualCells(cells, rates, movingT), movingDudt);
      Arrays.setAll(dudt, component -> movingDudt[component].derivative());
    };
  }

  private void evaluate(CellBlock block, DualNumbers t, DualArguments u, DualArguments p) {
    problem.model().cell(new DualCells(block, t, u, p, problem.grid()), dudt);
  }

  /** Evaluates a formula in all cells and keeps its partials. */
  private void differentiate(Formula formula, DualArguments u, DualArguments p, int directions) {
    for (CellBlock block : blocks) {
      formula.evaluate(block, u, p);
      for (int component = 0; component < dudt.length; component++) {
        keep(dudt[component].partials(), component, block, directions);
      }
    }
  }

  private void keep(double[] from, int component, CellBlock block, int directions) {
    int count = block.cells().length;
    for (int direction = 0; direction < directions; direction++) {
      int to =
          direction * problem.stateLength() + component * problem.grid().cells() + block.start();
      if (from.length == 0) {
        Arrays.fill(partials, to, to + count, 0.0);
      } else {
        System.arraycopy(from, direction * count, partials, to, count);
      }
    }
  }
}
