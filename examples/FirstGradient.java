import org.stiffgrad.backend.*;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.model.*;
import org.stiffgrad.problem.*;
import org.stiffgrad.sensitivity.*;

void main() {
  OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(17)).over(0, 1);
  Objective loss = Objective.halfSquaredDistance(1.0, 0.25, 0.5, 0.75, 1.0);
  try (ComputeBackend backend = Backends.open("auto")) {
    Gradient g = new GaussAdjoint().gradient(problem, loss, SolverOptions.defaults(), backend);
    IO.println("G = " + g.loss() + ", dG/dp = " + Arrays.toString(g.parameters()));
  }
}
