/**
 * Stencil programs compiled to loops of the Vector API.
 *
 * <p>A program becomes a hidden class per stage, written with {@code java.lang.classfile}, whose
 * code depends on the program and the vector width but not on the grid. Cells whose neighbours
 * along x need no wrapping are evaluated in flat runs over the storage {@code u[i + N*j]}, several
 * cells to a vector; the others by scalar code that finds its neighbours in an index table.
 *
 * <p>The package depends on {@code backend}, {@code expression} and {@code model}.
 */
@NullMarked
package org.stiffgrad.simd.stencil;

import org.jspecify.annotations.NullMarked;
