package org.stiffgrad.autodiff;

import java.util.Arrays;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.linear.JacobianMatrix;
import org.stiffgrad.model.HandWrittenDerivatives;
import org.stiffgrad.problem.OdeProblem;

/** Hand-written derivatives between the buffers of a backend, by way of host arrays. */
final class HandWrittenSystem implements DifferentiatedSystem {
  private final HandWrittenDerivatives code;
  private final int dimension;
  private final Buffer parameters;
  private final double[] p;
  private final double[] u;
  private final double[] v;
  private final double[] w;
  private final double[] dp;
  private final double[] stateResult;
  private final double[] parameterResult;
  private final DenseJacobian jacobian;
  private final boolean autonomous;

  HandWrittenSystem(OdeProblem problem, HandWrittenDerivatives code, Workspace workspace) {
    this.code = code;
    dimension = problem.stateLength();
    p = problem.parameters();
    parameters = workspace.allocate(p);
    u = problem.initialState();
    v = new double[dimension];
    w = new double[dimension];
    dp = new double[p.length];
    stateResult = new double[dimension];
    parameterResult = new double[p.length];
    jacobian = new DenseJacobian(dimension, workspace);
    autonomous = code.timeDerivative(problem.span().start(), u, p) == null;
  }

  /** A dense Jacobian on the host, column-major. */
  private static final class DenseJacobian implements JacobianMatrix {
    private final int dimension;
    private final double[] elements;
    /* Holds a matrix during one call only: the shifted matrix, or J at another point. */
    private final double[] scratch;

    DenseJacobian(int dimension, Workspace workspace) {
      this.dimension = dimension;
      elements = workspace.allocateHost((long) dimension * dimension);
      scratch = workspace.allocateHost((long) dimension * dimension);
    }

    @Override
    public int rows() {
      return dimension;
    }

    @Override
    public int columns() {
      return dimension;
    }

    @Override
    public void addProduct(DenseMatrix s, DenseMatrix result) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void addColumns(int first, DenseMatrix result) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void assembleShifted(double shift, DenseMatrix matrix) {
      if (matrix.leadingDimension() != dimension) {
        throw new IllegalArgumentException(
            "A hand-written Jacobian needs matrices with leading dimension %d, not %d."
                .formatted(dimension, matrix.leadingDimension()));
      }
      for (int i = 0; i < scratch.length; i++) {
        scratch[i] = -elements[i];
      }
      for (int i = 0; i < dimension; i++) {
        scratch[i + i * dimension] += shift;
      }
      matrix.elements().write(scratch);
    }
  }

  private void load(Buffer state) {
    parameters.read(p);
    state.read(u);
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public int parameterCount() {
    return p.length;
  }

  @Override
  public Buffer parameters() {
    return parameters;
  }

  @Override
  public void rightHandSide(double t, Buffer state, Buffer result) {
    load(state);
    code.rightHandSide(t, u, p, stateResult);
    result.write(stateResult);
  }

  @Override
  public boolean isAutonomous() {
    return autonomous;
  }

  @Override
  public void timeDerivative(double t, Buffer state, Buffer result) {
    load(state);
    double[] derivative = code.timeDerivative(t, u, p);
    result.write(derivative == null ? new double[dimension] : derivative);
  }

  @Override
  public void linearize(double t, Buffer state) {
    load(state);
    code.jacobian(t, u, p, jacobian.elements);
  }

  @Override
  public JacobianMatrix jacobian() {
    return jacobian;
  }

  @Override
  public void jacobianVectorProduct(double t, Buffer state, Buffer direction, Buffer result) {
    load(state);
    code.jacobian(t, u, p, jacobian.scratch);
    direction.read(v);
    Arrays.fill(stateResult, 0);
    for (int j = 0; j < dimension; j++) {
      for (int i = 0; i < dimension; i++) {
        stateResult[i] += jacobian.scratch[i + j * dimension] * v[j];
      }
    }
    result.write(stateResult);
  }

  @Override
  public void vectorJacobianProduct(double t, Buffer state, Buffer weight, Buffer result) {
    load(state);
    code.jacobian(t, u, p, jacobian.scratch);
    weight.read(w);
    for (int j = 0; j < dimension; j++) {
      double sum = 0;
      for (int i = 0; i < dimension; i++) {
        sum += jacobian.scratch[i + j * dimension] * w[i];
      }
      stateResult[j] = sum;
    }
    result.write(stateResult);
  }

  @Override
  public void parameterJacobianVectorProduct(
      double t, Buffer state, Buffer direction, Buffer result) {
    load(state);
    direction.read(dp);
    code.parameterJacobianVectorProduct(t, u, p, dp, stateResult);
    result.write(stateResult);
  }

  @Override
  public void parameterVectorJacobianProduct(double t, Buffer state, Buffer weight, Buffer result) {
    load(state);
    weight.read(w);
    code.parameterVectorJacobianProduct(t, u, p, w, parameterResult);
    result.write(parameterResult);
  }

  @Override
  public void secondOrderState(
      double t, Buffer state, Buffer direction, double theta, Buffer weight, Buffer result) {
    load(state);
    direction.read(v);
    weight.read(w);
    code.secondOrderState(t, u, p, v, theta, w, stateResult);
    result.write(stateResult);
  }

  @Override
  public void secondOrderParameters(
      double t, Buffer state, Buffer direction, double theta, Buffer weight, Buffer result) {
    load(state);
    direction.read(v);
    weight.read(w);
    code.secondOrderParameters(t, u, p, v, theta, w, parameterResult);
    result.write(parameterResult);
  }

  @Override
  public void linearizeParameters(double t, Buffer state) {
    throw new UnsupportedOperationException();
  }

  @Override
  public JacobianMatrix parameterJacobian() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void linearizeSecondOrder(double t, Buffer state, Buffer direction, double theta) {
    throw new UnsupportedOperationException();
  }

  @Override
  public JacobianMatrix stateSecondOrder() {
    throw new UnsupportedOperationException();
  }

  @Override
  public JacobianMatrix parameterSecondOrder() {
    throw new UnsupportedOperationException();
  }
}
