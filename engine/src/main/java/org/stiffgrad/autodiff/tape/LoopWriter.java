package org.stiffgrad.autodiff.tape;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import org.stiffgrad.autodiff.tape.Loop.Place;

/**
 * Writes instructions as bytecode:
 *
 * <pre>
 *   for (int i = 0; i &lt; count; i++) memory[target + i] = operation(memory[start + i], ...)
 * </pre>
 *
 * <p>Addresses are literals. So the compiler of the virtual machine sees that what a loop writes is
 * not what it reads, without which it would not use vector instructions.
 */
final class LoopWriter {
  private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
  private static final MethodTypeDesc FUNCTION =
      MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_double);
  private static final MethodTypeDesc POWER =
      MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_double, ConstantDescs.CD_double);

  private final CodeBuilder code;
  private final int memory;
  private final int addresses;
  private final int index;

  /**
   * A writer into a method.
   *
   * @param memory the local variable of the memory
   * @param addresses the local variable of the tables
   */
  LoopWriter(CodeBuilder code, int memory, int addresses) {
    this.code = code;
    this.memory = memory;
    this.addresses = addresses;
    index = code.allocateLocal(TypeKind.INT);
  }

  /** Pushes something. */
  private interface Push {
    void write();
  }

  void write(Loop loop) {
    if (loop.count() == 1) {
      code.aload(memory).loadConstant(loop.target());
      loop.arguments().forEach(place -> code.aload(memory).loadConstant(place.start()).daload());
      apply(loop);
      code.dastore();
    } else {
      List<Push> arguments = new ArrayList<>();
      loop.arguments().forEach(place -> arguments.add(argument(place)));
      Label head = code.newLabel();
      Label exit = code.newLabel();
      code.iconst_0().istore(index).labelBinding(head);
      code.iload(index).loadConstant(loop.count()).if_icmpge(exit);
      code.aload(memory);
      pushFrom(loop.target());
      arguments.forEach(Push::write);
      apply(loop);
      code.dastore().iinc(index, 1).goto_(head).labelBinding(exit);
    }
  }

  /** Pushes {@code start + i}. */
  private void pushFrom(int start) {
    code.iload(index).loadConstant(start).iadd();
  }

  private Push argument(Place place) {
    return switch (place.form()) {
      case SCALAR -> {
        int number = code.allocateLocal(TypeKind.DOUBLE);
        code.aload(memory).loadConstant(place.start()).daload().dstore(number);
        yield () -> code.dload(number);
      }
      case VECTOR ->
          () -> {
            code.aload(memory);
            pushFrom(place.start());
            code.daload();
          };
      case SCATTERED ->
          () -> {
            code.aload(memory).aload(addresses);
            pushFrom(place.start());
            code.iaload().daload();
          };
    };
  }

  /** Replaces the arguments on the stack by the result. */
  private void apply(Loop loop) {
    switch (loop.operation()) {
      case ADD -> code.dadd();
      case SUBTRACT -> code.dsub();
      case MULTIPLY -> code.dmul();
      case DIVIDE -> code.ddiv();
      case NEGATE -> code.dneg();
      case SQRT -> function("sqrt");
      case EXP -> function("exp");
      case LOG -> function("log");
      case SIN -> function("sin");
      case COS -> function("cos");
      case TANH -> function("tanh");
      case POWER -> code.loadConstant(loop.exponent()).invokestatic(MATH, "pow", POWER);
      case CONSTANT, FIELD, X, Y, TIME, SPACING, SELECT ->
          throw new IllegalArgumentException("A recording computes no " + loop.operation() + ".");
    }
  }

  private void function(String name) {
    code.invokestatic(MATH, name, FUNCTION);
  }
}
