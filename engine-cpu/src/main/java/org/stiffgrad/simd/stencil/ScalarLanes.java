package org.stiffgrad.simd.stencil;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Locale;
import org.stiffgrad.expression.Operation;

/** Arithmetic on one number at a time. */
record ScalarLanes(CodeBuilder code) implements Lanes {
  private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
  private static final ClassDesc DOUBLE = ConstantDescs.CD_double;

  @Override
  public TypeKind type() {
    return TypeKind.DOUBLE;
  }

  @Override
  public void broadcast(Push number) {
    number.write();
  }

  @Override
  public void load(Push array, Push index) {
    array.write();
    index.write();
    code.daload();
  }

  @Override
  public void store(Push value, Push array, Push index) {
    array.write();
    index.write();
    value.write();
    code.dastore();
  }

  @Override
  public void operation(Operation operation, double constant, Push... arguments) {
    if (operation == Operation.SELECT) {
      select(arguments);
      return;
    }
    for (Push argument : arguments) {
      argument.write();
    }
    switch (operation) {
      case ADD -> code.dadd();
      case SUBTRACT -> code.dsub();
      case MULTIPLY -> code.dmul();
      case DIVIDE -> code.ddiv();
      case NEGATE -> code.dneg();
      case SQRT, EXP, LOG, SIN, COS, TANH ->
          code.invokestatic(
              MATH, operation.name().toLowerCase(Locale.ROOT), MethodTypeDesc.of(DOUBLE, DOUBLE));
      case POWER ->
          code.loadConstant(constant)
              .invokestatic(MATH, "pow", MethodTypeDesc.of(DOUBLE, DOUBLE, DOUBLE));
      default -> throw new IllegalArgumentException(operation + " has no arguments.");
    }
  }

  private void select(Push[] arguments) {
    arguments[0].write();
    arguments[1].write();
    // dcmpg makes a comparison with NaN come out as greater, that is, as false.
    Label otherwise = code.newLabel();
    Label end = code.newLabel();
    code.dcmpg().ifgt(otherwise);
    arguments[2].write();
    code.goto_(end).labelBinding(otherwise);
    arguments[3].write();
    code.labelBinding(end);
  }

  @Override
  public void fusedMultiplyAdd(Push a, Push b, Push c) {
    a.write();
    b.write();
    c.write();
    code.invokestatic(MATH, "fma", MethodTypeDesc.of(DOUBLE, DOUBLE, DOUBLE, DOUBLE));
  }
}
