package org.stiffgrad.autodiff;

import java.util.ArrayList;
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
  private final DualLayout layout;
  private final Points onePoint;
  /* By their number, less two. */
  private final List<Points> severalPoints = new ArrayList<>();
  /* All elements move along the first direction. */
  private final int[] together;
  private final DualNumbers[] dudt;
  private final Tangent<DualNumbers>[] movingDudt;
  private final double[] partials;

  /**
   * Where a formula is evaluated at once: the cells, the states one behind the other, the times.
   */
  private record Points(List<CellBlock> blocks, double[] states, double[] times) {}

  /** What a model computes in the cells of a block, component by component, into {@link #dudt}. */
  @FunctionalInterface
  private interface Formula {
    void evaluate(CellBlock block, DualArguments u, DualArguments p);
  }

  DualHostDerivatives(
      OdeProblem problem, HostRightHandSide rightHandSide, DualLayout layout, Workspace workspace) {
    super(problem, layout.sparsity(), layout.mostPoints(), workspace);
    this.problem = problem;
    this.rightHandSide = rightHandSide;
    this.layout = layout;
    int n = problem.stateLength();
    onePoint = new Points(layout.onePoint(), workspace.allocateHost(n), new double[1]);
    for (CellBlock block : layout.severalPoints()) {
      int count = block.states();
      severalPoints.add(
          new Points(List.of(block), workspace.allocateHost((long) count * n), new double[count]));
    }
    together = new int[Math.max(n, problem.parameterLength())];
    int components = problem.model().components().size();
    dudt = new DualNumbers[components];
    movingDudt = moving(components);
    partials = workspace.allocateHost((long) pointsAtOnce() * layout.mostDirections() * n);
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
    Formula movingTime =
        (block, u, p) -> {
          int cells = block.stateCells().length;
          evaluate(block, DualNumbers.of(filled(cells, at.time()), filled(cells, 1)), u, p);
        };
    differentiate(
        movingTime, DualArguments.fixed(at.state()), DualArguments.fixed(at.parameters()), result);
  }

  private static double[] filled(int length, double value) {
    double[] result = new double[length];
    Arrays.fill(result, value);
    return result;
  }

  @Override
  public void jacobianVectorProduct(HostPoint at, double[] v, double[] result) {
    differentiate(
        rightHandSide(points(List.of(at))),
        moving(at.state(), v),
        DualArguments.fixed(at.parameters()),
        result);
  }

  @Override
  public void parameterJacobianVectorProduct(HostPoint at, double[] dp, double[] result) {
    differentiate(
        rightHandSide(points(List.of(at))),
        DualArguments.fixed(at.state()),
        moving(at.parameters(), dp),
        result);
  }

  private DualArguments moving(double[] values, double[] rates) {
    return new DualArguments(values, 1, together, rates);
  }

  /** The derivative of a formula in one direction at one point. */
  private void differentiate(Formula formula, DualArguments u, DualArguments p, double[] result) {
    differentiate(onePoint, formula, u, p, 1);
    System.arraycopy(partials, 0, result, 0, result.length);
  }

  @Override
  void evaluateJacobians(List<HostPoint> at, List<HostSparseMatrix> results) {
    Points points = points(at);
    byStateColumns(points, at.get(0).parameters(), rightHandSide(points), results);
  }

  @Override
  public void stateSecondOrder(HostPoint at, double[] k, double theta, HostSparseMatrix result) {
    byStateColumns(points(List.of(at)), at.parameters(), rate(at, k, theta), List.of(result));
  }

  @Override
  void evaluateParameterJacobians(List<HostPoint> at, List<HostSparseMatrix> results) {
    Points points = points(at);
    byParameterColumns(points, at.get(0).parameters(), rightHandSide(points), results);
  }

  @Override
  public void parameterSecondOrder(
      HostPoint at, double[] k, double theta, HostSparseMatrix result) {
    byParameterColumns(points(List.of(at)), at.parameters(), rate(at, k, theta), List.of(result));
  }

  private Points points(List<HostPoint> at) {
    Points points = at.size() == 1 ? onePoint : severalPoints.get(at.size() - 2);
    for (int k = 0; k < at.size(); k++) {
      double[] state = at.get(k).state();
      System.arraycopy(state, 0, points.states(), k * state.length, state.length);
      points.times()[k] = at.get(k).time();
    }
    return points;
  }

  private void byStateColumns(
      Points points, double[] parameters, Formula formula, List<HostSparseMatrix> results) {
    ColumnChunks chunks = layout.stateChunks();
    DualArguments p = DualArguments.fixed(parameters);
    for (int chunk = 0; chunk < chunks.count(); chunk++) {
      DualArguments u = chunks.seeded(chunk, points.states());
      differentiate(points, formula, u, p, chunks.width());
      collect(chunks, chunk, results);
    }
  }

  private void byParameterColumns(
      Points points, double[] parameters, Formula formula, List<HostSparseMatrix> results) {
    ColumnChunks chunks = layout.parameterChunks();
    DualArguments u = DualArguments.fixed(points.states());
    for (int chunk = 0; chunk < chunks.count(); chunk++) {
      DualArguments p = chunks.seeded(chunk, parameters);
      differentiate(points, formula, u, p, chunks.width());
      collect(chunks, chunk, results);
    }
  }

  private void collect(ColumnChunks chunks, int chunk, List<HostSparseMatrix> results) {
    int step = chunks.width() * problem.stateLength();
    for (int k = 0; k < results.size(); k++) {
      chunks.collect(chunk, partials, k * step, results.get(k));
    }
  }

  /** f. */
  private Formula rightHandSide(Points points) {
    return (block, u, p) -> evaluate(block, time(points, block), u, p);
  }

  private static DualNumbers time(Points points, CellBlock block) {
    if (block.states() == 1) {
      return DualNumbers.ofConstant(points.times()[0]);
    }
    double[] times = new double[block.stateCells().length];
    Arrays.setAll(times, i -> points.times()[i / block.count()]);
    return DualNumbers.ofConstants(times);
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

  /**
   * Evaluates a formula in all cells and keeps its partials: that of element i at point k in
   * direction d at {@code partials[(k * directions + d) * length + i]}.
   */
  private void differentiate(
      Points points, Formula formula, DualArguments u, DualArguments p, int directions) {
    for (CellBlock block : points.blocks()) {
      formula.evaluate(block, u, p);
      for (int component = 0; component < dudt.length; component++) {
        keep(dudt[component].partials(), component, block, directions);
      }
    }
  }

  private void keep(double[] from, int component, CellBlock block, int directions) {
    int start = component * problem.grid().cells() + block.start();
    for (int k = 0; k < block.states(); k++) {
      for (int d = 0; d < directions; d++) {
        int to = (k * directions + d) * problem.stateLength() + start;
        if (from.length == 0) {
          Arrays.fill(partials, to, to + block.count(), 0.0);
        } else {
          int at = (d * block.states() + k) * block.count();
          System.arraycopy(from, at, partials, to, block.count());
        }
      }
    }
  }
}
