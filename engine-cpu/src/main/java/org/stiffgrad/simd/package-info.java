/**
 * Vector and dense-matrix operations on the Java Vector API (Panama), for any vector width.
 *
 * <p>The matrix product follows Goto and van de Geijn, Anatomy of high-performance matrix
 * multiplication, ACM TOMS 34(3), 2008: panels of A packed for the caches around a register-blocked
 * micro-kernel; B is read where it lies. Factorisation and triangular solves with many right-hand
 * sides are recursive (Toledo, Locality of reference in LU decomposition with partial pivoting,
 * SIAM J. Matrix Anal. Appl. 18(4), 1997), so that nearly all their work is done by the matrix
 * product.
 *
 * <p>The Vector API is fast only where the species is a compile-time constant. Loops are therefore
 * written once, in template classes that are loaded once per species as hidden classes ({@link
 * org.stiffgrad.simd.SpeciesTemplate}); the micro-kernels, whose very shape depends on the species,
 * are generated as bytecode ({@link org.stiffgrad.simd.GemmKernelGenerator}). Both are cached per
 * species, because every fresh class would have to be compiled by the JIT again. Masks are avoided:
 * the JIT compiles them neither for two lanes nor, in its first tier, within large methods. Working
 * memory belongs to the instance of {@link org.stiffgrad.simd.SimdDenseAlgebra}.
 *
 * <p>Threads, if there are any, share columns or rows of a result ({@link
 * org.stiffgrad.simd.Workers}). Each element is computed by the same operations however the work is
 * cut, so that results do not depend on the number of threads.
 */
@NullMarked
package org.stiffgrad.simd;

import org.jspecify.annotations.NullMarked;
