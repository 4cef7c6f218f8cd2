package org.stiffgrad.gpu.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stiffgrad.backend.Transpose;

/** What every binding must do, compared with plain loops. */
public abstract class GpuRuntimeContract {
  private static final double ULP = Math.ulp(1.0);

  static final String KERNELS =
      """
      // Reverses each block of 64 numbers by way of shared memory.
      extern "C" __global__ void reverse(double* x, int n) {
        __shared__ double part[64];
        int i = blockIdx.x * blockDim.x + threadIdx.x;
        part[threadIdx.x] = i < n ? x[i] : 0;
        __syncthreads();
        if (i < n) x[i] = part[blockDim.x - 1 - threadIdx.x];
      }

      // The sum of each block, by a tree over dynamic shared memory.
      extern "C" __global__ void __launch_bounds__(256) sums(const double* x, double* result) {
        extern __shared__ double part[];
        int t = threadIdx.x;
        part[t] = x[(long long)blockIdx.x * blockDim.x + t];
        for (int half = blockDim.x / 2; half > 0; half /= 2) {
          __syncthreads();
          if (t < half) part[t] += part[t + half];
        }
        if (t == 0) result[blockIdx.x] = part[0];
      }

      // Where each thread of a three-dimensional grid is, and the arguments of all types.
      extern "C" __global__ void places(double* result, int a, long long b, double c) {
        int x = blockIdx.x * blockDim.x + threadIdx.x;
        int y = blockIdx.y * blockDim.y + threadIdx.y;
        int width = gridDim.x * blockDim.x, height = gridDim.y * blockDim.y;
        result[x + width * (y + height * blockIdx.z)] = a * x + (double)b * y + c * blockIdx.z;
      }
      """;

  private GpuRuntime runtime;

  /** Opens a new runtime. */
  protected abstract GpuRuntime open();

  @BeforeEach
  void openRuntime() {
    runtime = open();
  }

  @AfterEach
  void closeRuntime() {
    runtime.close();
  }

  private static double[] random(int count, long seed) {
    return new Random(seed).doubles(count, -1, 1).toArray();
  }

  private long upload(double[] values) {
    long address = runtime.allocate(Math.max(1, values.length) * 8L);
    runtime.upload(values, 0, values.length, address);
    return address;
  }

  private double[] download(long address, int count) {
    double[] values = new double[count];
    runtime.download(address, values, 0, count);
    return values;
  }

  @Test
  void describesTheDevice() {
    GpuDevice device = runtime.device();
    assertTrue(device.major() >= 7 && device.multiprocessors() > 0, device::description);
    assertTrue(device.totalBytes() >= runtime.freeBytes(), device::description);
    assertTrue(device.libraries().matches("NVRTC .*, cuBLAS .*, cuSOLVER .*"), device::libraries);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 1000, 131_072, 300_001})
  void copiesArrays(int count) {
    double[] source = random(count + 5, count);
    long address = runtime.allocate(8L * (count + 1));
    runtime.upload(source, 3, count, address);
    double[] target = new double[count + 4];
    runtime.download(address, target, 2, count);
    assertArrayEquals(
        Arrays.copyOfRange(source, 3, 3 + count), Arrays.copyOfRange(target, 2, 2 + count));
    assertEquals(0, target[1]);
    assertEquals(0, target[count + 2]);
  }

  @Test
  void copiesInts() {
    int[] source = {5, -7, Integer.MAX_VALUE};
    long address = runtime.allocate(12);
    runtime.upload(source, 0, 3, address);
    int[] target = new int[3];
    runtime.download(address, target, 0, 3);
    assertArrayEquals(source, target);
  }

  @Test
  void copiesAndZeroesOnTheDevice() {
    long a = upload(new double[] {1, 2, 3, 4});
    long b = runtime.allocate(32);
    runtime.zero(b, 32);
    runtime.copy(a + 8, b, 16);
    assertArrayEquals(new double[] {2, 3, 0, 0}, download(b, 4));
  }

  @Test
  void countsCopies() {
    TransferCounts before = runtime.transfers();
    long address = upload(new double[200_000]);
    download(address, 3);
    runtime.copy(address, address + 800, 80);
    assertEquals(new TransferCounts(1, 1_600_000, 1, 24), runtime.transfers().since(before));
  }

  @Test
  void addressesAreAlignedAndFreedOnce() {
    long free = runtime.freeBytes();
    long address = runtime.allocate(1 << 22);
    assertEquals(0, address % 256);
    assertTrue(runtime.freeBytes() <= free - (1 << 22));
    runtime.free(address);
    assertEquals(free, runtime.freeBytes());
    assertThrows(IllegalArgumentException.class, () -> runtime.free(address));
    assertThrows(IllegalArgumentException.class, () -> runtime.allocate(0));
  }

  @Test
  void threadsOfABlockMeetAtBarriers() {
    GpuModule module = runtime.load(runtime.compile(KERNELS));
    double[] x = random(150, 1);
    long address = upload(x);
    GpuKernel kernel = module.kernel("reverse", 2);
    kernel.setLong(0, address);
    kernel.setInt(1, 150);
    kernel.launch(3, 1, 1, 64, 1, 0);
    double[] expected = new double[150];
    for (int i = 0; i < 150; i++) {
      int source = i / 64 * 64 + 63 - i % 64;
      expected[i] = source < 150 ? x[source] : 0;
    }
    assertArrayEquals(expected, download(address, 150));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 32, 256})
  void blocksHaveDynamicSharedMemory(int block) {
    GpuKernel kernel = runtime.load(runtime.compile(KERNELS)).kernel("sums", 2);
    double[] x = random(5 * block, 2);
    long result = runtime.allocate(40);
    kernel.setLong(0, upload(x));
    kernel.setLong(1, result);
    kernel.launch(5, 1, 1, block, 1, 8 * block);
    double[] expected = new double[5];
    for (int i = 0; i < x.length; i++) {
      expected[i / block] += x[i];
    }
    /* Sums of at most 256 numbers below 1, in two orders. */
    assertArrayEquals(expected, download(result, 5), 2.0 * block * block * ULP);
  }

  @Test
  void gridsHaveThreeDimensionsAndArgumentsAllTypes() {
    GpuKernel kernel = runtime.load(runtime.compile(KERNELS)).kernel("places", 4);
    long result = runtime.allocate(8L * 6 * 6 * 2);
    kernel.setLong(0, result);
    kernel.setInt(1, -3);
    kernel.setLong(2, 1L << 40);
    kernel.setDouble(3, 0.5);
    kernel.launch(3, 2, 2, 2, 3, 0);
    double[] found = download(result, 72);
    for (int i = 0; i < found.length; i++) {
      assertEquals(-3.0 * (i % 6) + 0x1p40 * (i / 6 % 6) + 0.5 * (i / 36), found[i]);
    }
    assertThrows(IllegalArgumentException.class, () -> kernel.setInt(4, 0));
  }

  @Test
  void explainsErrorsInASource() {
    GpuException e =
        assertThrows(
            GpuException.class,
            () -> runtime.compile("extern \"C\" __global__ void k() { undeclared = 1; }"));
    assertTrue(e.getMessage().contains("undeclared"), e::getMessage);
    assertEquals("NVRTC_ERROR_COMPILATION", e.error());
  }

  @Test
  void namesAMissingKernel() {
    GpuModule module = runtime.load(runtime.compile(KERNELS));
    GpuException e = assertThrows(GpuException.class, () -> module.kernel("absent", 0));
    assertTrue(e.getMessage().contains("absent"), e::getMessage);
    module.close();
    module.close();
  }

  @Test
  void eventsTakeTheTimeBetween() {
    GpuEvent start = runtime.newEvent();
    GpuEvent end = runtime.newEvent();
    start.record();
    long address = upload(new double[1 << 20]);
    runtime.zero(address, 8 << 20);
    end.record();
    double seconds = end.secondsSince(start);
    assertTrue(seconds > 0 && seconds < 60, () -> "seconds: " + seconds);
    start.close();
    end.close();
  }

  private static double[] product(
      Transpose ta, Transpose tb, int m, int n, int k, double[] a, int lda, double[] b, int ldb) {
    double[] c = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        for (int l = 0; l < k; l++) {
          double left = ta == Transpose.YES ? a[l + i * lda] : a[i + l * lda];
          double right = tb == Transpose.YES ? b[j + l * ldb] : b[l + j * ldb];
          c[i + j * m] += left * right;
        }
      }
    }
    return c;
  }

  @Test
  void multipliesMatrices() {
    int m = 7;
    int n = 5;
    int k = 9;
    for (Transpose ta : Transpose.values()) {
      for (Transpose tb : Transpose.values()) {
        double[] a = random(11 * 11, 1);
        double[] b = random(10 * 10, 2);
        double[] c = random(8 * n, 3);
        long address = upload(c);
        runtime.blas().gemm(ta, tb, m, n, k, 2, upload(a), 11, upload(b), 10, -0.5, address, 8);
        double[] expected = product(ta, tb, m, n, k, a, 11, b, 10);
        double[] found = download(address, 8 * n);
        for (int j = 0; j < n; j++) {
          for (int i = 0; i < m; i++) {
            assertEquals(
                2 * expected[i + j * m] - 0.5 * c[i + 8 * j], found[i + 8 * j], 4 * k * ULP);
          }
          /* What lies between the columns stays. */
          assertEquals(c[7 + 8 * j], found[7 + 8 * j]);
        }
      }
    }
  }

  @Test
  void gemmDoesNotReadWhatItOverwrites() {
    long c = upload(new double[] {Double.NaN});
    long one = upload(new double[] {3});
    runtime.blas().gemm(Transpose.NO, Transpose.NO, 1, 1, 1, 1, one, 1, one, 1, 0, c, 1);
    assertArrayEquals(new double[] {9}, download(c, 1));
  }

  @Test
  void multipliesManyMatrices() {
    double[] a = random(4 * 3, 4);
    double[] b = random(6 * 3 * 2, 5);
    long c = runtime.allocate(8 * 6 * 4 * 2);
    GpuBlas blas = runtime.blas();
    blas.gemmStridedBatched(
        Transpose.NO, Transpose.NO, 4, 2, 3, 1, upload(a), 4, 0, upload(b), 3, 6, 0, c, 4, 8, 6);
    double[] found = download(c, 48);
    for (int item = 0; item < 6; item++) {
      double[] right = Arrays.copyOfRange(b, 6 * item, 6 * item + 6);
      assertArrayEquals(
          product(Transpose.NO, Transpose.NO, 4, 2, 3, a, 4, right, 3),
          Arrays.copyOfRange(found, 8 * item, 8 * item + 8),
          6 * ULP);
    }
  }

  /** A matrix whose triangles are far from singular. */
  private static double[] dominant(int n, int lda, long seed) {
    double[] a = random(lda * n, seed);
    for (int i = 0; i < n; i++) {
      a[i + i * lda] = 2 + n + i;
    }
    return a;
  }

  private static double triangleElement(Triangle triangle, double[] a, int lda, int i, int j) {
    if (triangle == Triangle.UPPER) {
      return i <= j ? a[i + j * lda] : 0;
    }
    return i == j ? 1 : i > j ? a[i + j * lda] / lda : 0;
  }

  @ParameterizedTest
  @EnumSource(Triangle.class)
  void solvesTriangularSystems(Triangle triangle) {
    int n = 13;
    int lda = 15;
    double[] a = dominant(n, lda, 6);
    double[] t = new double[lda * n];
    /* Where the solve must not read. */
    Arrays.fill(t, Double.NaN);
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < n; i++) {
        if (triangle == Triangle.UPPER ? i <= j : i > j) {
          t[i + j * lda] = triangleElement(triangle, a, lda, i, j);
        }
      }
    }
    for (Transpose transpose : Transpose.values()) {
      double[] b = random(14 * 3, 7);
      long x = upload(b);
      runtime.blas().trsm(triangle, transpose, n, 3, upload(t), lda, x, 14);
      double[] found = download(x, 14 * 3);
      for (int c = 0; c < 3; c++) {
        for (int i = 0; i < n; i++) {
          double sum = 0;
          for (int j = 0; j < n; j++) {
            boolean swap = transpose == Transpose.YES;
            sum +=
                triangleElement(triangle, a, lda, swap ? j : i, swap ? i : j) * found[j + 14 * c];
          }
          /* The residual of substitution is a few n roundings of numbers of the matrix's size. */
          assertEquals(b[i + 14 * c], sum, 4 * n * n * ULP);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 17, 64})
  void factorsAndSolves(int n) {
    int lda = n + 1;
    double[] a = random(lda * n, n);
    long factors = upload(a);
    GpuSolver solver = runtime.solver();
    long pivots = runtime.allocate(solver.pivotBytes(n));
    long bytes = solver.getrfWorkspaceBytes(n, factors, lda);
    long workspace = runtime.allocate(Math.max(1, bytes));
    long info = runtime.allocate(4);
    solver.getrf(n, factors, lda, pivots, workspace, bytes, info);
    assertEquals(0, readInt(info));
    for (Transpose transpose : Transpose.values()) {
      double[] b = random(n * 2, 9);
      long x = upload(b);
      solver.getrs(transpose, n, 2, factors, lda, pivots, x, n, info);
      assertEquals(0, readInt(info));
      double[] found = download(x, 2 * n);
      double largest = Arrays.stream(found).map(Math::abs).max().orElseThrow();
      double[] back = product(transpose, Transpose.NO, n, 2, n, a, lda, found, n);
      /* Backward stability: the residual is some n roundings of the solution's size. */
      assertArrayEquals(b, back, 8 * n * n * largest * ULP);
    }
    int[] interchanges = new int[n];
    solver.downloadPivots(pivots, interchanges);
    checkInterchanges(n, lda, a, download(factors, lda * n), interchanges);
  }

  /** P A = L U, with the interchanges as they are reported. */
  private static void checkInterchanges(
      int n, int lda, double[] a, double[] factors, int[] interchanges) {
    double[] moved = a.clone();
    for (int k = 0; k < n; k++) {
      assertTrue(interchanges[k] >= k && interchanges[k] < n);
      for (int j = 0; j < n; j++) {
        double kept = moved[k + j * lda];
        moved[k + j * lda] = moved[interchanges[k] + j * lda];
        moved[interchanges[k] + j * lda] = kept;
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int k = 0; k <= Math.min(i, j); k++) {
          sum += (k == i ? 1 : factors[i + k * lda]) * factors[k + j * lda];
        }
        assertEquals(moved[i + j * lda], sum, 8.0 * n * n * ULP);
      }
    }
  }

  private int readInt(long address) {
    int[] value = new int[1];
    runtime.download(address, value, 0, 1);
    return value[0];
  }

  @Test
  void reportsTheFirstZeroPivot() {
    long factors = upload(new double[] {1, 2, 3, 2, 4, 6, 0, 0, 5});
    GpuSolver solver = runtime.solver();
    long pivots = runtime.allocate(solver.pivotBytes(3));
    long bytes = solver.getrfWorkspaceBytes(3, factors, 3);
    long info = runtime.allocate(4);
    solver.getrf(3, factors, 3, pivots, runtime.allocate(Math.max(1, bytes)), bytes, info);
    assertEquals(2, readInt(info));
  }

  @Test
  void worksOnAnotherThread() throws InterruptedException {
    long address = upload(new double[] {1, 2});
    double[] found = new double[2];
    Thread thread = new Thread(() -> runtime.download(address, found, 0, 2));
    thread.start();
    thread.join();
    assertArrayEquals(new double[] {1, 2}, found);
    assertArrayEquals(new double[] {1, 2}, download(address, 2));
  }

  @Test
  void twoRuntimesDoNotDisturbEachOther() {
    long address = upload(new double[] {1, 2});
    GpuRuntime other = open();
    other.allocate(100);
    other.close();
    assertArrayEquals(new double[] {1, 2}, download(address, 2));
  }

  @Test
  void isUnusableOnceClosed() {
    runtime.close();
    runtime.close();
    assertThrows(IllegalStateException.class, () -> runtime.allocate(8));
  }
}
