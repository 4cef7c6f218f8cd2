package org.stiffgrad.simd.stencil;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.stiffgrad.expression.Operation;

/**
 * Arithmetic on vectors of one species. The code names the species by its constant, which the
 * compiler of the virtual machine needs to see to replace the calls by instructions.
 */
record VectorLanes(CodeBuilder code, VectorSpecies<Double> species) implements Lanes {
  private static final ClassDesc VECTOR = describe(Vector.class);
  private static final ClassDesc DOUBLE_VECTOR = describe(DoubleVector.class);
  private static final ClassDesc SPECIES = describe(VectorSpecies.class);
  private static final ClassDesc MASK = describe(VectorMask.class);
  private static final ClassDesc OPERATORS = describe(VectorOperators.class);
  private static final ClassDesc UNARY = describe(VectorOperators.Unary.class);
  private static final ClassDesc COMPARISON = describe(VectorOperators.Comparison.class);
  private static final ClassDesc NUMBERS = ConstantDescs.CD_double.arrayType();

  private static ClassDesc describe(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  @Override
  public TypeKind type() {
    return TypeKind.REFERENCE;
  }

  private void pushSpecies() {
    code.getstatic(DOUBLE_VECTOR, "SPECIES_" + species.vectorBitSize(), SPECIES);
  }

  private void invoke(String name, ClassDesc... parameters) {
    code.invokevirtual(DOUBLE_VECTOR, name, MethodTypeDesc.of(DOUBLE_VECTOR, parameters));
  }

  @Override
  public void broadcast(Push number) {
    pushSpecies();
    number.write();
    code.invokestatic(
        DOUBLE_VECTOR,
        "broadcast",
        MethodTypeDesc.of(DOUBLE_VECTOR, SPECIES, ConstantDescs.CD_double));
  }

  @Override
  public void load(Push array, Push index) {
    pushSpecies();
    array.write();
    index.write();
    code.invokestatic(
        DOUBLE_VECTOR,
        "fromArray",
        MethodTypeDesc.of(DOUBLE_VECTOR, SPECIES, NUMBERS, ConstantDescs.CD_int));
  }

  @Override
  public void store(Push value, Push array, Push index) {
    value.write();
    array.write();
    index.write();
    code.invokevirtual(
        DOUBLE_VECTOR,
        "intoArray",
        MethodTypeDesc.of(ConstantDescs.CD_void, NUMBERS, ConstantDescs.CD_int));
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
      case ADD -> invoke("add", VECTOR);
      case SUBTRACT -> invoke("sub", VECTOR);
      case MULTIPLY -> invoke("mul", VECTOR);
      case DIVIDE -> invoke("div", VECTOR);
      case NEGATE -> invoke("neg");
      case SQRT -> invoke("sqrt");
      case EXP, LOG, SIN, COS, TANH -> {
        code.getstatic(OPERATORS, operation.name(), UNARY);
        invoke("lanewise", UNARY);
      }
      case POWER -> {
        code.loadConstant(constant);
        invoke("pow", ConstantDescs.CD_double);
      }
      default -> throw new IllegalArgumentException(operation + " has no arguments.");
    }
  }

  private void select(Push[] arguments) {
    arguments[3].write();
    arguments[2].write();
    arguments[0].write();
    code.getstatic(OPERATORS, "LE", COMPARISON);
    arguments[1].write();
    code.invokevirtual(DOUBLE_VECTOR, "compare", MethodTypeDesc.of(MASK, COMPARISON, VECTOR));
    invoke("blend", VECTOR, MASK);
  }

  @Override
  public void fusedMultiplyAdd(Push a, Push b, Push c) {
    a.write();
    b.write();
    c.write();
    invoke("fma", VECTOR, VECTOR);
  }
}
