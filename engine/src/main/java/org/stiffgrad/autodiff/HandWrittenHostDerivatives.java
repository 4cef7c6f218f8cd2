package org.stiffgrad.autodiff;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.model.HandWrittenDerivatives;
import org.stiffgrad.problem.OdeProblem;

/** Hand-written derivatives: the products and J as they are, the other matrices from products. */
final class HandWrittenHostDerivatives extends ReverseDerivatives {
  private final HandWrittenDerivatives code;
  private final HandWrittenDerivatives.@Nullable VectorJacobianProduct vectorJacobianProduct;
  private final String model;
  private final Workspace workspace;
  private double @Nullable [] dense;

  HandWrittenHostDerivatives(
      OdeProblem problem,
      HandWrittenDerivatives code,
      ModelSparsity sparsity,
      Workspace workspace) {
    super(sparsity, workspace);
    this.code = code;
    this.workspace = workspace;
    vectorJacobianProduct = code.vectorJacobianProduct();
    model = problem.model().name();
  }

  @Override
  public void rightHandSide(HostPoint at, double[] result) {
    code.rightHandSide(at.time(), at.state(), at.parameters(), result);
  }

  @Override
  public void timeDerivative(HostPoint at, double[] result) {
    double[] derivative = code.timeDerivative(at.time(), at.state(), at.parameters());
    if (derivative == null) {
      Arrays.fill(result, 0.0);
    } else {
      System.arraycopy(derivative, 0, result, 0, result.length);
    }
  }

  @Override
  public void jacobian(HostPoint at, HostSparseMatrix result) {
    SparsityPattern pattern = result.pattern();
    double[] present = dense;
    double[] all =
        present == null
            ? workspace.allocateHost((long) pattern.rows() * pattern.columns())
            : present;
    code.jacobian(at.time(), at.state(), at.parameters(), all);
    if (present == null) {
      requireWithin(pattern, all);
      dense = all;
    }
    double[] values = result.values();
    for (int j = 0; j < pattern.columns(); j++) {
      for (int k = pattern.start(j); k < pattern.start(j + 1); k++) {
        values[k] = all[j * pattern.rows() + pattern.row(k)];
      }
    }
  }

  /** Refuses a Jacobian with elements that would be left out. */
  private void requireWithin(SparsityPattern pattern, double[] elements) {
    for (int j = 0; j < pattern.columns(); j++) {
      int k = pattern.start(j);
      for (int i = 0; i < pattern.rows(); i++) {
        if (k < pattern.start(j + 1) && pattern.row(k) == i) {
          k++;
        } else if (elements[i + j * pattern.rows()] != 0) {
          throw new IllegalArgumentException(
              "The hand-written Jacobian of the model %s is %s in row %d, column %d (counted from 0), but by the model's definition this element is zero; correct one of them."
                  .formatted(model, elements[i + j * pattern.rows()], i, j));
        }
      }
    }
  }

  @Override
  public void vectorJacobianProduct(HostPoint at, double[] w, double[] result) {
    if (vectorJacobianProduct == null) {
      jacobian(at, stateScratch());
      stateScratch().timesTransposed(w, result);
    } else {
      vectorJacobianProduct.apply(at.time(), at.state(), at.parameters(), w, result);
    }
  }

  @Override
  public void parameterJacobianVectorProduct(HostPoint at, double[] dp, double[] result) {
    code.parameterJacobianVectorProduct(at.time(), at.state(), at.parameters(), dp, result);
  }

  @Override
  public void parameterVectorJacobianProduct(HostPoint at, double[] w, double[] result) {
    code.parameterVectorJacobianProduct(at.time(), at.state(), at.parameters(), w, result);
  }

  @Override
  public void secondOrderState(
      HostPoint at, double[] k, double theta, double[] w, double[] result) {
    code.secondOrderState(at.time(), at.state(), at.parameters(), k, theta, w, result);
  }

  @Override
  public void secondOrderParameters(
      HostPoint at, double[] k, double theta, double[] w, double[] result) {
    code.secondOrderParameters(at.time(), at.state(), at.parameters(), k, theta, w, result);
  }
}
