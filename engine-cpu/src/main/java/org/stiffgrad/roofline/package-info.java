/**
 * What one core of this machine can do at most, measured now: arithmetic in registers, and the
 * bandwidth of the part of the memory that holds a given number of bytes. The yardstick of {@link
 * org.stiffgrad.backend.KernelCost#leastSeconds}. Knows the costs of kernels and no backend.
 */
@NullMarked
package org.stiffgrad.roofline;

import org.jspecify.annotations.NullMarked;
