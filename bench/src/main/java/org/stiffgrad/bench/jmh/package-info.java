/**
 * JMH benchmarks: one class for each question about a backend's speed.
 *
 * <p>What is timed is a {@link org.stiffgrad.bench.jmh.KernelCase}: a kernel with its data on one
 * backend, which knows its cost and checks its result. A benchmark opens one and calls it; {@link
 * org.stiffgrad.bench.jmh.InterleavedBenchmark} opens two and calls them by turns, because the
 * times of separate JVMs on a machine that others share are no basis for a ratio near 1.
 */
@NullMarked
package org.stiffgrad.bench.jmh;

import org.jspecify.annotations.NullMarked;
