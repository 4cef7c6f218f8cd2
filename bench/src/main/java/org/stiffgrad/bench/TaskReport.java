package org.stiffgrad.bench;

import org.stiffgrad.problem.OdeProblem;

/** How a JSON document begins that is about a gradient: which one, and where it was computed. */
record TaskReport(
    String model,
    int n,
    int states,
    int parameters,
    String method,
    String derivative,
    String linearSolver,
    String solver,
    String backend) {
  /**
   * @param backend the name of the backend
   */
  static TaskReport of(GradientTask task, String backend) {
    OdeProblem problem = task.problem();
    return new TaskReport(
        problem.model().name(),
        problem.grid().n(),
        problem.stateLength(),
        problem.parameterLength(),
        task.method().name(),
        task.derivatives().name(),
        ProblemSettings.linearSolver(task.options()),
        task.options().method().name(),
        backend);
  }
}
