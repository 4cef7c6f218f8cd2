package org.stiffgrad.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.model.Cell;
import org.stiffgrad.model.StencilModel;

/**
 * The per-cell programs that are derived from a model.
 *
 * <p>With f the right-hand side, u the state, p the parameters, k a direction of the state and w a
 * weight of f, operands in the order in which each program lists them.
 */
public final class ModelPrograms {
  private final Lazy<StencilProgram> rightHandSide;
  private final Lazy<StencilProgram> timeDerivative;
  private final Lazy<JacobianStencil> jacobian;
  private final Lazy<StencilProgram> jacobianVectorProduct;
  private final Lazy<StencilProgram> vectorJacobianProduct;
  private final Lazy<StencilProgram> parameterJacobianVectorProduct;
  private final Lazy<StencilProgram> parameterVectorJacobianProduct;
  private final Lazy<JacobianStencil> parameterJacobian;
  private final Lazy<JacobianStencil> secondOrder;
  private final Lazy<JacobianStencil> mixedSecondOrder;
  private final Lazy<JacobianStencil> timeDerivativeJacobian;
  private final Lazy<JacobianStencil> timeDerivativeParameterJacobian;
  private final Lazy<StencilProgram> secondOrderState;
  private final Lazy<StencilProgram> secondOrderParameters;
  private final Lazy<StencilProgram> timeDerivativeState;
  private final Lazy<StencilProgram> timeDerivativeParameters;

  /**
   * The model's {@code cell} method runs once, now; each program is derived when first asked for.
   */
  public ModelPrograms(StencilModel model) {
    StencilOperand u = StencilOperand.STATE;
    StencilOperand p = StencilOperand.PARAMETERS;
    StencilOperand k = StencilOperand.DIRECTION;
    StencilOperand dp = StencilOperand.PARAMETER_DIRECTION;
    StencilOperand w = StencilOperand.WEIGHT;
    List<StencilOperand> up = List.of(u, p);
    List<StencilOperand> upk = List.of(u, p, k);
    List<StencilOperand> upw = List.of(u, p, w);
    List<StencilOperand> upkw = List.of(u, p, k, w);
    int components = model.components().size();
    int parameters = model.parameters().size();

    Expr.Pool pool = new Expr.Pool();
    List<Expr> f = evaluate(model, pool);
    Lazy<List<Expr>> ft =
        new Lazy<>(() -> f.stream().map(e -> Differentiation.derivative(e, pool.time())).toList());
    Lazy<List<Expr>> jk = new Lazy<>(() -> Differentiation.tangent(f, u, k));

    rightHandSide = new Lazy<>(() -> new StencilProgram("rhs", "f(u, p, t)", up, f));
    timeDerivative = new Lazy<>(() -> new StencilProgram("rhs_t", "f_t", up, ft.get()));
    jacobian = new Lazy<>(() -> matrix("jacobian", "J", f, u, components, up));
    parameterJacobian = new Lazy<>(() -> matrix("jacobian_p", "f_p", f, p, parameters, up));
    secondOrder =
        new Lazy<>(() -> matrix("jacobian_jvp", "d(J k)/du", jk.get(), u, components, upk));
    mixedSecondOrder =
        new Lazy<>(() -> matrix("jacobian_p_jvp", "d(J k)/dp", jk.get(), p, parameters, upk));
    timeDerivativeJacobian =
        new Lazy<>(() -> matrix("jacobian_rhs_t", "d(f_t)/du", ft.get(), u, components, up));
    timeDerivativeParameterJacobian =
        new Lazy<>(() -> matrix("jacobian_p_rhs_t", "d(f_t)/dp", ft.get(), p, parameters, up));
    jacobianVectorProduct = new Lazy<>(() -> new StencilProgram("jvp", "J k", upk, jk.get()));
    vectorJacobianProduct = transposed("vjp", "J^T w", () -> f, u, components, upw);
    parameterJacobianVectorProduct =
        new Lazy<>(
            () ->
                new StencilProgram(
                    "jvp_p", "f_p dp", List.of(u, p, dp), Differentiation.tangent(f, p, dp)));
    parameterVectorJacobianProduct = transposed("vjp_p", "f_p^T w", () -> f, p, parameters, upw);
    secondOrderState = transposed("vjp_u_jvp", "grad_u (w . J k)", jk::get, u, components, upkw);
    secondOrderParameters =
        transposed("vjp_p_jvp", "grad_p (w . J k)", jk::get, p, parameters, upkw);
    timeDerivativeState =
        transposed("vjp_u_rhs_t", "grad_u (w . f_t)", ft::get, u, components, upw);
    timeDerivativeParameters =
        transposed("vjp_p_rhs_t", "grad_p (w . f_t)", ft::get, p, parameters, upw);
  }

  /**
   * What is derived once, when first asked for: a computation needs few of the programs, and the
   * first gradient of a process should not wait for the others. Expressions of one model are made
   * by one thread at a time.
   */
  private final class Lazy<T> {
    private final Supplier<T> derivation;
    private @Nullable T value;

    Lazy(Supplier<T> derivation) {
      this.derivation = derivation;
    }

    T get() {
      synchronized (ModelPrograms.this) {
        T known = value;
        if (known == null) {
          known = derivation.get();
          value = known;
        }
        return known;
      }
    }
  }

  private Lazy<StencilProgram> transposed(
      String name,
      String formula,
      Supplier<List<Expr>> outputs,
      StencilOperand operand,
      int fields,
      List<StencilOperand> operands) {
    return new Lazy<>(
        () ->
            new StencilProgram(
                name,
                formula,
                operands,
                Differentiation.transpose(outputs.get(), operand, fields, StencilOperand.WEIGHT)));
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
      String formula,
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
        outputs.size(), columnFields, entries, new StencilProgram(name, formula, operands, values));
  }

  /** {@code f(u, p, t)}. */
  public StencilProgram rightHandSide() {
    return rightHandSide.get();
  }

  /** {@code f_t}. */
  public StencilProgram timeDerivative() {
    return timeDerivative.get();
  }

  /** {@code J = f_u}, entry by entry. */
  public JacobianStencil jacobian() {
    return jacobian.get();
  }

  /** {@code J k}. */
  public StencilProgram jacobianVectorProduct() {
    return jacobianVectorProduct.get();
  }

  /** {@code J^T w}. */
  public StencilProgram vectorJacobianProduct() {
    return vectorJacobianProduct.get();
  }

  /** {@code f_p dp}. */
  public StencilProgram parameterJacobianVectorProduct() {
    return parameterJacobianVectorProduct.get();
  }

  /** {@code f_p^T w}. */
  public StencilProgram parameterVectorJacobianProduct() {
    return parameterVectorJacobianProduct.get();
  }

  /** {@code f_p}, entry by entry. */
  public JacobianStencil parameterJacobian() {
    return parameterJacobian.get();
  }

  /** {@code d(J k)/du}, entry by entry. */
  public JacobianStencil secondOrder() {
    return secondOrder.get();
  }

  /** {@code d(J k)/dp}, entry by entry. */
  public JacobianStencil mixedSecondOrder() {
    return mixedSecondOrder.get();
  }

  /** {@code d(f_t)/du}, entry by entry. */
  public JacobianStencil timeDerivativeJacobian() {
    return timeDerivativeJacobian.get();
  }

  /** {@code d(f_t)/dp}, entry by entry. */
  public JacobianStencil timeDerivativeParameterJacobian() {
    return timeDerivativeParameterJacobian.get();
  }

  /** {@code grad_u (w . J k)}. */
  public StencilProgram secondOrderState() {
    return secondOrderState.get();
  }

  /** {@code grad_p (w . J k)}. */
  public StencilProgram secondOrderParameters() {
    return secondOrderParameters.get();
  }

  /** {@code grad_u (w . f_t)}. */
  public StencilProgram timeDerivativeState() {
    return timeDerivativeState.get();
  }

  /** {@code grad_p (w . f_t)}. */
  public StencilProgram timeDerivativeParameters() {
    return timeDerivativeParameters.get();
  }

  /** Every program that has outputs, for tests and for compilation ahead of use. */
  public List<StencilProgram> all() {
    return Stream.concat(
            Stream.of(
                    rightHandSide,
                    timeDerivative,
                    jacobianVectorProduct,
                    vectorJacobianProduct,
                    parameterJacobianVectorProduct,
                    parameterVectorJacobianProduct,
                    secondOrderState,
                    secondOrderParameters,
                    timeDerivativeState,
                    timeDerivativeParameters)
                .map(Lazy::get),
            Stream.of(
                    jacobian,
                    parameterJacobian,
                    secondOrder,
                    mixedSecondOrder,
                    timeDerivativeJacobian,
                    timeDerivativeParameterJacobian)
                .map(matrix -> matrix.get().program()))
        .filter(program -> !program.outputs().isEmpty())
        .toList();
  }
}
