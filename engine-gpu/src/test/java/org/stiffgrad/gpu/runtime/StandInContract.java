package org.stiffgrad.gpu.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.backend.UserCache;
import org.stiffgrad.gpu.StandIn;

/** The contract on the host stand-in, with what only a stand-in lets one see: leaks and faults. */
public abstract class StandInContract extends GpuRuntimeContract {
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final String KERNEL =
      """
      extern "C" __global__ void fill(double* x, int count) {
        int i = blockIdx.x * blockDim.x + threadIdx.x;
        if (i < count) x[i] = 1;
      }
      """;

  @BeforeEach
  void nothingIsInjected() {
    StandIn.reset();
  }

  @AfterEach
  void nothingLives() {
    /* The contract's own runtime is closed after this. */
    closeRuntime();
    StandIn.assertNothingLives();
    StandIn.reset();
  }

  @Test
  void saysWhatItIs() {
    try (GpuRuntime runtime = open()) {
      assertTrue(runtime.device().standIn());
      assertTrue(runtime.device().description().contains("host stand-in (no GPU)"));
    }
  }

  @Test
  void releasesEverythingThatIsStillThere() {
    GpuRuntime runtime = open();
    runtime.allocate(1000);
    runtime.newEvent().record();
    runtime.load(runtime.compile(KERNEL)).kernel("fill", 2);
    runtime.close();
    closeRuntime();
    StandIn.assertNothingLives();
  }

  @Test
  void namesTheBytesAskedForAndFree() {
    try (GpuRuntime runtime = open()) {
      StandIn.set("memory", StandIn.live("bytes") + 5000);
      long first = runtime.allocate(1000);
      GpuOutOfMemoryException e =
          assertThrows(GpuOutOfMemoryException.class, () -> runtime.allocate(4001));
      assertEquals(4001, e.askedBytes());
      assertEquals(4000, e.freeBytes());
      assertTrue(e.getMessage().contains("4001 bytes were asked for"), e::getMessage);
      runtime.free(first);
      runtime.allocate(4001);
    }
  }

  @Test
  void aRefusedAllocationLeavesTheOthers() {
    try (GpuRuntime runtime = open()) {
      StandIn.fail("cuMemAlloc_v2", 2, StandIn.OUT_OF_MEMORY);
      long first = runtime.allocate(8);
      assertThrows(GpuOutOfMemoryException.class, () -> runtime.allocate(8));
      long third = runtime.allocate(8);
      runtime.upload(new double[] {1}, 0, 1, first);
      runtime.copy(first, third, 8);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cuDevicePrimaryCtxRetain",
        "cuCtxSetCurrent",
        "cuStreamCreate",
        "cuMemAllocHost_v2",
        "cublasCreate_v2",
        "cublasSetStream_v2",
        "cusolverDnCreate",
        "nvrtcVersion"
      })
  void anOpeningThatFailsReleasesWhatItHad(String function) {
    closeRuntime();
    StandIn.fail(function, 1, StandIn.OUT_OF_MEMORY);
    GpuException e = assertThrows(GpuException.class, this::open);
    assertTrue(function.startsWith(e.call()), e::getMessage);
    StandIn.assertNothingLives();
  }

  @Test
  void aCrashedKernelIsNamedAndEverythingReleased() {
    GpuRuntime runtime = open();
    GpuKernel kernel = runtime.load(runtime.compile(KERNEL)).kernel("fill", 2);
    long address = runtime.allocate(800);
    kernel.setLong(0, address);
    kernel.setInt(1, 100);
    kernel.launch(1, 1, 1, 128, 1, 0);
    StandIn.fail("cuLaunchKernel", 1, StandIn.LAUNCH_FAILED);
    GpuException e = assertThrows(GpuException.class, () -> kernel.launch(1, 1, 1, 128, 1, 0));
    assertEquals("CUDA_ERROR_LAUNCH_FAILED", e.error());
    assertEquals("cuLaunchKernel(fill)", e.call());
    assertTrue(e.getMessage().contains("choose another backend"), e::getMessage);
    assertThrows(GpuException.class, runtime::synchronize);
    runtime.close();
    closeRuntime();
    try (GpuRuntime next = open()) {
      long again = next.allocate(8);
      next.upload(new double[] {4}, 0, 1, again);
    }
  }

  @Test
  void writingOutsideOfMemoryIsFound() {
    GpuRuntime runtime = open();
    GpuKernel kernel = runtime.load(runtime.compile(KERNEL)).kernel("fill", 2);
    kernel.setLong(0, runtime.allocate(800));
    kernel.setInt(1, 101);
    GpuException e = assertThrows(GpuException.class, () -> kernel.launch(1, 1, 1, 128, 1, 0));
    assertEquals("CUDA_ERROR_ILLEGAL_ADDRESS", e.error());
    runtime.close();
  }

  @Test
  void aMissingBarrierShows() {
    try (GpuRuntime runtime = open()) {
      String reverse = KERNELS.replace("__syncthreads();", "");
      GpuKernel kernel = runtime.load(runtime.compile(reverse)).kernel("reverse", 2);
      double[] x = new double[64];
      Arrays.setAll(x, i -> i);
      long address = runtime.allocate(512);
      runtime.upload(x, 0, 64, address);
      kernel.setLong(0, address);
      kernel.setInt(1, 64);
      kernel.launch(1, 1, 1, 64, 1, 0);
      double[] found = new double[64];
      runtime.download(address, found, 0, 64);
      assertFalse(Arrays.equals(found, IntStream.range(0, 64).mapToDouble(i -> 63 - i).toArray()));
    }
  }

  @Test
  void rangesOutsideOfMemoryAreRefused() {
    try (GpuRuntime runtime = open()) {
      long address = runtime.allocate(80);
      double[] values = new double[11];
      assertThrows(GpuException.class, () -> runtime.upload(values, 0, 11, address));
      assertThrows(GpuException.class, () -> runtime.download(address + 8, values, 0, 10));
      assertThrows(GpuException.class, () -> runtime.zero(address - 8, 8));
      assertThrows(GpuException.class, () -> runtime.copy(address, address + 16, 32));
      GpuBlas blas = runtime.blas();
      GpuException e =
          assertThrows(
              GpuException.class,
              () ->
                  blas.gemm(
                      Transpose.NO,
                      Transpose.NO,
                      4,
                      4,
                      1,
                      1,
                      address,
                      4,
                      address,
                      1,
                      0,
                      address,
                      4));
      assertEquals("CUBLAS_STATUS_EXECUTION_FAILED", e.error());
    }
  }

  @Test
  void kernelsAreKeptOnDiskAndADamagedFileIsMadeAgain() throws Exception {
    try (GpuRuntime runtime = open()) {
      String source = KERNEL + "// " + System.nanoTime();
      Set<Path> before = kept();
      byte[] image = runtime.compile(source);
      Set<Path> made = kept();
      made.removeAll(before);
      assertEquals(1, made.size());
      long calls = StandIn.calls("nvrtcCompileProgram");
      assertArrayEquals(image, runtime.compile(source));
      assertEquals(calls, StandIn.calls("nvrtcCompileProgram"));

      Path file = made.iterator().next();
      byte[] content = Files.readAllBytes(file);
      content[content.length / 2]++;
      Files.write(file, content);
      runtime.load(runtime.compile(source)).kernel("fill", 2);
      assertEquals(calls + 1, StandIn.calls("nvrtcCompileProgram"));
      runtime.compile(source);
      assertEquals(calls + 1, StandIn.calls("nvrtcCompileProgram"));
      runtime.compile(source, "--fmad=false");
      assertEquals(calls + 2, StandIn.calls("nvrtcCompileProgram"));
    }
  }

  private static Set<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(UserCache.folder().resolve("kernels"))) {
      return files.collect(Collectors.toCollection(HashSet::new));
    }
  }

  @Test
  void launchesProductsAndCopiesHardlyAllocate() {
    try (GpuRuntime runtime = open()) {
      GpuKernel kernel = runtime.load(runtime.compile(KERNEL)).kernel("fill", 2);
      kernel.setInt(1, 1);
      long address = runtime.allocate(8);
      double[] result = new double[1];
      GpuBlas blas = runtime.blas();
      Runnable work =
          () -> {
            for (int i = 0; i < 1000; i++) {
              kernel.setLong(0, address);
              kernel.launch(1, 1, 1, 1, 1, 0);
              blas.gemm(
                  Transpose.YES, Transpose.NO, 1, 1, 0, 1, address, 1, address, 1, 1, address, 1);
              runtime.download(address, result, 0, 1);
            }
          };
      for (int i = 0; i < 30; i++) {
        work.run();
      }
      long least = Long.MAX_VALUE;
      for (int i = 0; i < 5; i++) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
      }
      long found = least;
      assertTrue(found <= 1000 * bytesPerRound(), () -> found + " bytes in 1000 rounds");
    }
  }

  /** What a launch, a product and a copy to the host may allocate together on the heap. */
  protected long bytesPerRound() {
    return 0;
  }
}
