package org.stiffgrad.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.stiffgrad.model.Cell;
import org.stiffgrad.model.StencilModel;

/**
 * The per-cell programs that are derived from a model.
 *
 * <p>With f the right-hand side, u the state, p the parameters, k a direction of the state and w a
 * weight of f, operands in the order in which each program lists them.
 */
public final class ModelPrograms {
  private final StencilProgram rightHandSide;
  private final StencilProgram timeDerivative;
  private final JacobianStencil jacobian;
  private final StencilProgram jacobianVectorProduct;
  private final StencilProgram vectorJacobianProduct;
  private final StencilProgram parameterJacobianVectorProduct;
  private final StencilProgram parameterVectorJacobianProduct;
  private final JacobianStencil parameterJacobian;
  private final JacobianStencil secondOrder;
  private final JacobianStencil mixedSecondOrder;
  private final JacobianStencil timeDerivativeJacobian;
  private final JacobianStencil timeDerivativeParameterJacobian;
  private final StencilProgram secondOrderState;
  private final StencilProgram secondOrderParameters;
  private final StencilProgram timeDerivativeState;
  private final StencilProgram timeDerivativeParameters;

  /** Derives the programs; the model's {@code cell} method runs once. */
  public ModelPrograms(StencilModel model) {
    StencilOperand u = StencilOperand.STATE;
    StencilOperand p = StencilOperand.PARAMETERS;
    StencilOperand k = StencilOperand.DIRECTION;
    StencilOperand w = StencilOperand.WEIGHT;
    int components = model.components().size();
    int parameters = model.parameters().size();

    Expr.Pool pool = new Expr.Pool();
    List<Expr> f = evaluate(model, pool);
    List<Expr> ft = f.stream().map(e -> Differentiation.derivative(e, pool.time())).toList();
    List<Expr> jk = Differentiation.tangent(f, u, k);

    rightHandSide = new StencilProgram("rhs", List.of(u, p), f);
    timeDerivative = new StencilProgram("rhs_t", List.of(u, p), ft);
    List<StencilOperand> up = List.of(u, p);
    List<StencilOperand> upk = List.of(u, p, k);
    jacobian = matrix("jacobian", f, u, components, up);
    parameterJacobian = matrix("jacobian_p", f, p, parameters, up);
    secondOrder = matrix("jacobian_jvp", jk, u, components, upk);
    mixedSecondOrder = matrix("jacobian_p_jvp", jk, p, parameters, upk);
    timeDerivativeJacobian = matrix("jacobian_rhs_t", ft, u, components, up);
    timeDerivativeParameterJacobian = matrix("jacobian_p_rhs_t", ft, p, parameters, up);
    jacobianVectorProduct = new StencilProgram("jvp", List.of(u, p, k), jk);
    vectorJacobianProduct =
        new StencilProgram("vjp", List.of(u, p, w), Differentiation.transpose(f, u, components, w));
    StencilOperand dp = StencilOperand.PARAMETER_DIRECTION;
    parameterJacobianVectorProduct =
        new StencilProgram("jvp_p", List.of(u, p, dp), Differentiation.tangent(f, p, dp));
    parameterVectorJacobianProduct =
        new StencilProgram(
            "vjp_p", List.of(u, p, w), Differentiation.transpose(f, p, parameters, w));
    secondOrderState =
        new StencilProgram(
            "vjp_u_jvp", List.of(u, p, k, w), Differentiation.transpose(jk, u, components, w));
    secondOrderParameters =
        new StencilProgram(
            "vjp_p_jvp", List.of(u, p, k, w), Differentiation.transpose(jk, p, parameters, w));
    timeDerivativeState =
        new StencilProgram(
            "vjp_u_rhs_t", List.of(u, p, w), Differentiation.transpose(ft, u, components, w));
    timeDerivativeParameters =
        new StencilProgram(
            "vjp_p_rhs_t", List.of(u, p, w), Differentiation.transpose(ft, p, parameters, w));
  }

  private static List<Expr> evaluate(StencilModel model, Expr.Pool pool) {
    Cell<Expr> cell =
        new Cell<>() {
          @Override
          public Expr field(int component, int di, int dj) {
            requireIndex("component", component, model.components());
            return pool.field(StencilOperand.STATE, component, di, dj);
          }

          @Override
          public Expr parameter(int index) {
            requireIndex("parameter", index, model.parameters());
            return pool.field(StencilOperand.PARAMETERS, index, 0, 0);
          }

          @Override
          public Expr x() {
            return pool.x(0);
          }

          @Override
          public Expr y() {
            return pool.y(0);
          }

          @Override
          public Expr t() {
            return pool.time();
          }

          @Override
          public Expr spacing() {
            return pool.spacing();
          }

          @Override
          public Expr constant(double value) {
            return pool.constant(value);
          }
        };
    Expr[] dudt = new Expr[model.components().size()];
    model.cell(cell, dudt);
    for (int i = 0; i < dudt.length; i++) {
      if (dudt[i] == null) {
        throw new IllegalArgumentException(
            "The model %s gives no time derivative for its component %s (index %d)."
                .formatted(model.name(), model.components().get(i), i));
      }
    }
    return List.of(dudt);
  }

  private static void requireIndex(String what, int index, List<String> names) {
    if (index < 0 || index >= names.size()) {
      throw new IllegalArgumentException(
          "The model reads %s %d, but it declares only %s.".formatted(what, index, names));
    }
  }

  /** The derivatives of the outputs with respect to the fields of an operand. */
  private static JacobianStencil matrix(
      String name,
      List<Expr> outputs,
      StencilOperand operand,
      int columnFields,
      List<StencilOperand> operands) {
    List<JacobianStencil.Entry> entries = new ArrayList<>();
    List<Expr> values = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      for (Expr read : Differentiation.reads(List.of(outputs.get(i)), operand)) {
        entries.add(new JacobianStencil.Entry(i, read.field(), read.di(), read.dj()));
        values.add(Differentiation.derivative(outputs.get(i), read));
      }
    }
    return new JacobianStencil(
        outputs.size(), columnFields, entries, new StencilProgram(name, operands, values));
  }

  /** {@code f(u, p, t)}. */
  public StencilProgram rightHandSide() {
    return rightHandSide;
  }

  /** {@code f_t}. */
  public StencilProgram timeDerivative() {
    return timeDerivative;
  }

  /** {@code J = f_u}, entry by entry. */
  public JacobianStencil jacobian() {
    return jacobian;
  }

  /** {@code J k}. */
  public StencilProgram jacobianVectorProduct() {
    return jacobianVectorProduct;
  }

  /** {@code J^T w}. */
  public StencilProgram vectorJacobianProduct() {
    return vectorJacobianProduct;
  }

  /** {@code f_p dp}. */
  public StencilProgram parameterJacobianVectorProduct() {
    return parameterJacobianVectorProduct;
  }

  /** {@code f_p^T w}. */
  public StencilProgram parameterVectorJacobianProduct() {
    return parameterVectorJacobianProduct;
  }

  /** {@code f_p}, entry by entry. */
  public JacobianStencil parameterJacobian() {
    return parameterJacobian;
  }

  /** {@code d(J k)/du}, entry by entry. */
  public JacobianStencil secondOrder() {
    return secondOrder;
  }

  /** {@code d(J k)/dp}, entry by entry. */
  public JacobianStencil mixedSecondOrder() {
    return mixedSecondOrder;
  }

  /** {@code d(f_t)/du}, entry by entry. */
  public JacobianStencil timeDerivativeJacobian() {
    return timeDerivativeJacobian;
  }

  /** {@code d(f_t)/dp}, entry by entry. */
  public JacobianStencil timeDerivativeParameterJacobian() {
    return timeDerivativeParameterJacobian;
  }

  /** {@code grad_u (w . J k)}. */
  public StencilProgram secondOrderState() {
    return secondOrderState;
  }

  /** {@code grad_p (w . J k)}. */
  public StencilProgram secondOrderParameters() {
    return secondOrderParameters;
  }

  /** {@code grad_u (w . f_t)}. */
  public StencilProgram timeDerivativeState() {
    return timeDerivativeState;
  }

  /** {@code grad_p (w . f_t)}. */
  public StencilProgram timeDerivativeParameters() {
    return timeDerivativeParameters;
  }

  /** Every program that has outputs, for tests and for compilation ahead of use. */
  public List<StencilProgram> all() {
    return Stream.of(
            rightHandSide,
            timeDerivative,
            jacobian.program(),
            jacobianVectorProduct,
            vectorJacobianProduct,
            parameterJacobianVectorProduct,
            parameterVectorJacobianProduct,
            parameterJacobian.program(),
            secondOrder.program(),
            mixedSecondOrder.program(),
            timeDerivativeJacobian.program(),
            timeDerivativeParameterJacobian.program(),
            secondOrderState,
            secondOrderParameters,
            timeDerivativeState,
            timeDerivativeParameters)
        .filter(program -> !program.outputs().isEmpty())
        .toList();
  }
}
