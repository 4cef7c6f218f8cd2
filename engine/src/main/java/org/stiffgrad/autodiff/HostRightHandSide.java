package org.stiffgrad.autodiff;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.StencilKernel;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.expression.ModelPrograms;
import org.stiffgrad.problem.OdeProblem;

/** A model's right-hand side on host arrays, by the kernel that the backend compiles. */
final class HostRightHandSide {
  private final StencilKernel kernel;
  private final Buffer state;
  private final Buffer parameters;
  private final Buffer result;
  private final Buffer[] operands;

  HostRightHandSide(
      OdeProblem problem, ModelPrograms programs, ComputeBackend backend, Workspace workspace) {
    kernel = backend.stencils().compile(programs.rightHandSide(), problem.grid());
    state = workspace.allocate(problem.stateLength());
    parameters = workspace.allocate(problem.parameterLength());
    result = workspace.allocate(problem.stateLength());
    operands = new Buffer[] {state, parameters};
  }

  /** {@code f}. */
  void evaluate(HostPoint at, double[] f) {
    state.write(at.state());
    parameters.write(at.parameters());
    kernel.evaluate(at.time(), operands, result);
    result.read(f);
  }
}
