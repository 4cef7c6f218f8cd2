package org.stiffgrad.simd.stencil;

import java.lang.classfile.TypeKind;
import org.stiffgrad.expression.Operation;

/**
 * Writes the arithmetic of generated code, on vectors or on single numbers. A value is one vector
 * or one {@code double}.
 */
interface Lanes {
  /** Writes code that leaves something on the operand stack. */
  @FunctionalInterface
  interface Push {
    void write();
  }

  /** The type of a local variable that holds a value. */
  TypeKind type();

  /** Pushes the value with the given {@code double} in every lane. */
  void broadcast(Push number);

  /** Pushes the value that lies in an array from an index on. */
  void load(Push array, Push index);

  /** Writes a value to an array from an index on. */
  void store(Push value, Push array, Push index);

  /**
   * Pushes the value of an operation.
   *
   * @param constant the exponent of a power
   */
  void operation(Operation operation, double constant, Push... arguments);

  /** Pushes {@code a b + c}, rounded once. */
  void fusedMultiplyAdd(Push a, Push b, Push c);
}
