/**
 * Dense algebra by ND4J.
 *
 * <p>ND4J works on arrays of its own outside the heap, so that each operation copies its operands
 * there and its result back. It is called one level below its public operations, where shapes and
 * leading dimensions are arguments: the public triangular solve takes the right-hand sides for a
 * square matrix. Arrays are in column-major order, without which its factorisation is silently
 * wrong. The package depends on {@code backend} and {@code blas}, and is the only one that names
 * ND4J.
 */
@NullMarked
package org.stiffgrad.nd4j;

import org.jspecify.annotations.NullMarked;
