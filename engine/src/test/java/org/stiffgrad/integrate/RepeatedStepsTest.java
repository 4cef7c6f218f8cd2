package org.stiffgrad.integrate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stiffgrad.autodiff.SymbolicDerivatives;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.tableau.Tableau;
import org.stiffgrad.tableau.Tableaus;

/** Steps that are taken again from any of their starts give the same numbers. */
class RepeatedStepsTest {
  static List<Tableau> tableaus() {
    return Tableaus.all();
  }

  @ParameterizedTest
  @MethodSource("tableaus")
  void fromEveryStartTheStatesAreTheSame(Tableau tableau) {
    /* Over this span the right-hand side jumps. */
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(3)).over(0, 1.2);
    SolverOptions options = SolverOptions.defaults().withMethod(tableau).withTolerances(1e-4, 1e-4);
    List<Double> times = new ArrayList<>(List.of(0.0));
    List<double[]> states = new ArrayList<>(List.of(problem.initialState()));
    try (ComputeBackend backend = Backends.open("scalar");
        Workspace workspace = backend.newWorkspace()) {
      OdeSolver solver =
          new OdeSolver(problem, new SymbolicDerivatives(), options, backend, workspace);
      solver.run(
          1.2,
          step -> {
            times.add(step.end());
            states.add(step.after().toArray());
          });
      long accepted = solver.statistics().accepted();
      int apart = Math.max(1, times.size() / 10);
      long repeated = 0;
      for (int first = 0; first < times.size() - 1; first += apart) {
        solver.restart(times.get(first));
        solver.state().write(states.get(first));
        for (int k = first + 1; k < Math.min(times.size(), first + 3 * apart); k++) {
          assertEquals(Termination.SUCCESS, solver.repeat(times.get(k), StepObserver.NONE));
          assertArrayEquals(states.get(k), solver.state().toArray(), 0);
          repeated++;
        }
      }
      assertEquals(accepted, solver.statistics().accepted());
      assertEquals(repeated, solver.statistics().resolved());
    }
  }
}
