package org.stiffgrad.gpu;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.gpu.runtime.GpuKernel;
import org.stiffgrad.gpu.runtime.GpuRuntime;

/**
 * Whole-vector operations as one launch each. A sum over a vector is taken in two stages, of as
 * many blocks as follow from its length and each as a tree, so that equal vectors give equal sums
 * to the last bit, on every device; the total is the one number that is copied to the host.
 */
final class GpuVectorOperations implements VectorOperations {
  /** The most blocks between which a sum is divided. */
  private static final int MOST_PARTS = 1024;

  /** The elements that a thread adds up before another block is worth it. */
  private static final int ELEMENTS_A_THREAD = 4;

  private final GpuRuntime runtime;
  private final DeviceMemory memory;
  private final GpuKernel fill;
  private final GpuKernel[] combinations = new GpuKernel[1 + DeviceKernels.MOST_TERMS];
  private final GpuKernel weightedSquares;
  private final GpuKernel products;
  private final GpuKernel sum;
  private final GpuKernel largest;
  private final long total;
  private final double[] hostTotal = new double[1];
  /* The terms of a linear combination that count, grown on demand. */
  private double[] activeCoefficients = new double[DeviceKernels.MOST_TERMS];
  private long[] activeAddresses = new long[DeviceKernels.MOST_TERMS];

  private long parts;
  private long partsBytes;

  GpuVectorOperations(GpuRuntime runtime, DeviceMemory memory, DeviceKernels kernels) {
    this.runtime = runtime;
    this.memory = memory;
    fill = kernels.kernel("fill", 3);
    for (int terms = 1; terms < combinations.length; terms++) {
      combinations[terms] = kernels.combination(terms);
    }
    weightedSquares = kernels.kernel("weightedSquares", 8);
    products = kernels.kernel("products", 4);
    sum = kernels.kernel("sum", 3);
    largest = kernels.kernel("largest", 3);
    total = memory.take(Double.BYTES, "a number");
  }

  @Override
  public void fill(Buffer x, double value) {
    if (x.length() == 0) {
      return;
    }
    fill.setLong(0, x.length());
    fill.setDouble(1, value);
    fill.setLong(2, DeviceBuffer.address(x));
    launch(fill, DeviceKernels.blocks(x.length()));
  }

  private static void launch(GpuKernel kernel, int blocks) {
    kernel.launch(blocks, 1, 1, DeviceKernels.BLOCK, 1, 0);
  }

  @Override
  public void copy(Buffer from, Buffer to) {
    assert from.length() == to.length();
    copy(from, 0, to, 0, from.length());
  }

  @Override
  public void copy(Buffer from, long fromStart, Buffer to, long toStart, long count) {
    assert fromStart >= 0 && fromStart + count <= from.length();
    assert toStart >= 0 && toStart + count <= to.length();
    if (count > 0) {
      runtime.copy(
          DeviceBuffer.address(from) + fromStart * Double.BYTES,
          DeviceBuffer.address(to) + toStart * Double.BYTES,
          count * Double.BYTES);
    }
  }

  @Override
  public void linearCombination(double[] coefficients, Buffer[] terms, int count, Buffer result) {
    long n = result.length();
    if (n == 0) {
      return;
    }
    int active = gather(coefficients, terms, count, n);
    if (active == 0) {
      fill(result, 0);
    } else if (active <= DeviceKernels.MOST_TERMS) {
      combine(0, active, 0, DeviceBuffer.address(result), n);
    } else {
      combineInParts(active, DeviceBuffer.address(result), n);
    }
  }

  /** Collects the terms that are not multiplied by zero, and counts them. */
  private int gather(double[] coefficients, Buffer[] terms, int count, long n) {
    if (activeAddresses.length < count) {
      activeCoefficients = new double[2 * count];
      activeAddresses = new long[2 * count];
    }
    int active = 0;
    for (int j = 0; j < count; j++) {
      if (coefficients[j] != 0) {
        assert terms[j].length() == n;
        activeCoefficients[active] = coefficients[j];
        activeAddresses[active] = DeviceBuffer.address(terms[j]);
        active++;
      }
    }
    return active;
  }

  /** Adds terms to the vector at {@code before}, or to nothing if that is 0. */
  private void combine(int start, int count, long before, long target, long n) {
    int first = before == 0 ? 0 : 1;
    GpuKernel kernel = combinations[first + count];
    kernel.setLong(0, n);
    kernel.setLong(1, target);
    if (before != 0) {
      kernel.setDouble(2, 1);
      kernel.setLong(3, before);
    }
    for (int j = 0; j < count; j++) {
      kernel.setDouble(2 + 2 * (first + j), activeCoefficients[start + j]);
      kernel.setLong(3 + 2 * (first + j), activeAddresses[start + j]);
    }
    launch(kernel, DeviceKernels.blocks(n));
  }

  /** Through a vector of its own, since the result may be a term that is still to be read. */
  private void combineInParts(int active, long result, long n) {
    long scratch = memory.take(n * Double.BYTES, n + " numbers");
    int most = DeviceKernels.MOST_TERMS - 1;
    for (int start = 0; start < active; start += most) {
      int count = Math.min(most, active - start);
      long target = start + count == active ? result : scratch;
      combine(start, count, start == 0 ? 0 : scratch, target, n);
    }
    memory.give(scratch, n * Double.BYTES);
  }

  @Override
  public double weightedRmsNorm(
      Buffer error, Buffer before, Buffer after, double abstol, double reltol) {
    long n = error.length();
    assert n == before.length() && n == after.length();
    int blocks = partsOf(n);
    weightedSquares(error, before, after, n, blocks, 1, abstol, reltol);
    return Math.sqrt(total(sum, blocks) / n);
  }

  @Override
  public double largestWeightedRmsNorm(
      Buffer error,
      Buffer before,
      Buffer after,
      int length,
      int count,
      double abstol,
      double reltol) {
    assert error.length() >= (long) length * count;
    if (count == 0) {
      return 0;
    }
    weightedSquares(error, before, after, length, 1, count, abstol, reltol);
    return Math.sqrt(total(largest, count) / length);
  }

  /** Leaves the sums of squares of each block of elements in parts, {@code blocks * count} long. */
  private void weightedSquares(
      Buffer error,
      Buffer before,
      Buffer after,
      long length,
      int blocks,
      int count,
      double abstol,
      double reltol) {
    weightedSquares.setLong(0, length);
    weightedSquares.setInt(1, count);
    weightedSquares.setLong(2, DeviceBuffer.address(error));
    weightedSquares.setLong(3, DeviceBuffer.address(before));
    weightedSquares.setLong(4, DeviceBuffer.address(after));
    weightedSquares.setDouble(5, abstol);
    weightedSquares.setDouble(6, reltol);
    weightedSquares.setLong(7, parts((long) blocks * count));
    weightedSquares.launch(blocks, Math.min(count, 65535), 1, DeviceKernels.BLOCK, 1, 0);
  }

  @Override
  public double dot(Buffer x, Buffer y) {
    long n = x.length();
    assert n == y.length();
    int blocks = partsOf(n);
    products.setLong(0, n);
    products.setLong(1, DeviceBuffer.address(x));
    products.setLong(2, DeviceBuffer.address(y));
    products.setLong(3, parts(blocks));
    launch(products, blocks);
    return total(sum, blocks);
  }

  private static int partsOf(long n) {
    long perBlock = (long) DeviceKernels.BLOCK * ELEMENTS_A_THREAD;
    return (int) Math.max(1, Math.min(MOST_PARTS, Math.ceilDiv(n, perBlock)));
  }

  /** Room for so many numbers, grown on demand. */
  private long parts(long count) {
    long needed = count * Double.BYTES;
    if (needed > partsBytes) {
      long grown = memory.take(needed, count + " partial sums");
      if (partsBytes > 0) {
        memory.give(parts, partsBytes);
      }
      parts = grown;
      partsBytes = needed;
    }
    return parts;
  }

  /** Brings the parts to one number and that to the host. */
  private double total(GpuKernel reduction, int count) {
    if (count == 1) {
      runtime.download(parts, hostTotal, 0, 1);
      return hostTotal[0];
    }
    reduction.setInt(0, count);
    reduction.setLong(1, parts);
    reduction.setLong(2, total);
    launch(reduction, 1);
    runtime.download(total, hostTotal, 0, 1);
    return hostTotal[0];
  }
}
