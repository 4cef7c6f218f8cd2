/**
 * Comparison of backends: kernels by JMH, figures of pairs that run by turns, and their report.
 *
 * <p>Everything is timed in JVMs that are started for it; this one only measures the roofline and
 * writes.
 */
@NullMarked
package org.stiffgrad.bench.compare;

import org.jspecify.annotations.NullMarked;
