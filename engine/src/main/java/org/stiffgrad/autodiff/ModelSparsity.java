package org.stiffgrad.autodiff;

import org.stiffgrad.expression.ModelPrograms;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.OdeProblem;

/**
 * The patterns of a model's matrices on a grid. What {@code J k + theta f_t} depends on, f depends
 * on, so that the patterns of J and f_p hold for its derivatives as well.
 *
 * @param state the pattern of J
 * @param parameters the pattern of f_p
 */
record ModelSparsity(SparsityPattern state, SparsityPattern parameters) {
  /** The patterns that follow from the model's definition. */
  static ModelSparsity of(ModelPrograms programs, Grid grid) {
    return new ModelSparsity(
        SparsityPattern.of(programs.jacobian(), grid),
        SparsityPattern.of(programs.parameterJacobian(), grid));
  }

  /** The patterns of a right-hand side of which nothing is known. */
  static ModelSparsity unknown(OdeProblem problem) {
    int states = problem.stateLength();
    return new ModelSparsity(
        SparsityPattern.full(states, states),
        SparsityPattern.full(states, problem.parameterLength()));
  }
}
