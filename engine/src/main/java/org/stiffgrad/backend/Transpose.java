package org.stiffgrad.backend;

/** Whether a matrix operand is used as it is stored or transposed. */
public enum Transpose {
  NO,
  YES
}
