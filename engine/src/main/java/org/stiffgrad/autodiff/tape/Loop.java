package org.stiffgrad.autodiff.tape;

import java.util.List;
import org.stiffgrad.expression.Operation;

/**
 * One instruction of a program: an operation of all members of a group, or of a run of them.
 *
 * @param operation the operation
 * @param exponent the exponent of a power
 * @param target the address of the first result; the others follow side by side
 * @param count the number of members
 * @param arguments where the members find the arguments of the operation
 */
record Loop(Operation operation, double exponent, int target, int count, List<Place> arguments) {
  /**
   * Where a loop finds an argument.
   *
   * @param form how the argument lies in the memory
   * @param start the address of the first number, or where the table of addresses starts
   */
  record Place(Argument.Form form, int start) {}
}
