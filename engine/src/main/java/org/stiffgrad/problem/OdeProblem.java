package org.stiffgrad.problem;

import java.util.List;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.OdeModel;
import org.stiffgrad.model.StencilModel;

/** A model on a grid with initial state, parameters and time span. Immutable. */
public final class OdeProblem {
  private static final TimeSpan UNIT_SPAN = new TimeSpan(0, 1);

  private final StencilModel model;
  private final Grid grid;
  private final TimeSpan span;
  private final double[] initialState;
  private final double[] parameters;

  private OdeProblem(
      StencilModel model, Grid grid, TimeSpan span, double[] initialState, double[] parameters) {
    this.model = model;
    this.grid = grid;
    this.span = span;
    this.initialState = initialState;
    this.parameters = parameters;
  }

  /**
   * The model with its conventional initial state and parameters, over the time span (0, 1).
   *
   * @throws IllegalArgumentException if a model in space is to live on a grid of one point
   */
  public static OdeProblem of(StencilModel model, Grid grid) {
    if (grid.n() < 2 && !(model instanceof OdeModel)) {
      throw new IllegalArgumentException(
          "The grid size n is %d; expected at least 2, since the model %s has neighbours in space."
              .formatted(grid.n(), model.name()));
    }
    return new OdeProblem(model, grid, UNIT_SPAN, model.initialState(grid), model.parameters(grid));
  }

  /** A system of ordinary differential equations, likewise. */
  public static OdeProblem of(OdeModel model) {
    return of(model, new Grid(1));
  }

  /** The same problem over another time span. */
  public OdeProblem over(double start, double end) {
    return new OdeProblem(model, grid, new TimeSpan(start, end), initialState, parameters);
  }

  /**
   * The same problem from another initial state.
   *
   * @param values {@code components * N^2} finite numbers, component by component, i fastest; one
   *     for each state of a plain system
   */
  public OdeProblem withInitialState(double[] values) {
    check("initial state", values, initialState.length, model.components());
    return new OdeProblem(model, grid, span, values.clone(), parameters);
  }

  /**
   * The same problem with other parameters.
   *
   * @param values {@code parameters * N^2} finite numbers, parameter by parameter, i fastest; one
   *     for each parameter of a plain system
   */
  public OdeProblem withParameters(double[] values) {
    check("parameters", values, parameters.length, model.parameters());
    return new OdeProblem(model, grid, span, initialState, values.clone());
  }

  private void check(String what, double[] values, int expected, List<String> fields) {
    if (values.length != expected) {
      String names = String.join(", ", fields);
      String where =
          grid.cells() == 1
              ? "(%s)".formatted(names)
              : "at n = %d (%s, each in %d cells)".formatted(grid.n(), names, grid.cells());
      throw new IllegalArgumentException(
          "The %s of %s must have %d numbers %s, but there are %d."
              .formatted(what, model.name(), expected, where, values.length));
    }
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "The %s must be finite, but number %d of %d (counted from 1) is %s."
                .formatted(what, i + 1, values.length, values[i]));
      }
    }
  }

  public StencilModel model() {
    return model;
  }

  public Grid grid() {
    return grid;
  }

  public TimeSpan span() {
    return span;
  }

  /** A copy of the initial state, {@code components * N^2} numbers. */
  public double[] initialState() {
    return initialState.clone();
  }

  /** A copy of the parameters, {@code parameters * N^2} numbers. */
  public double[] parameters() {
    return parameters.clone();
  }

  /** The number of states. */
  public int stateLength() {
    return initialState.length;
  }

  /** The number of parameters. */
  public int parameterLength() {
    return parameters.length;
  }
}
