package org.stiffgrad.gpu.jcuda;

import jcuda.jcusolver.JCusolver;
import jcuda.jcusolver.JCusolverDn;
import jcuda.jcusolver.cusolverDnHandle;
import jcuda.jcusolver.cusolverStatus;
import jcuda.runtime.cudaStream_t;
import org.stiffgrad.backend.Transpose;
import org.stiffgrad.gpu.cuda.LibraryConventions;
import org.stiffgrad.gpu.runtime.GpuException;
import org.stiffgrad.gpu.runtime.GpuSolver;

/** A handle of cuSOLVER that works on one stream. Interchanges are 32-bit integers. */
final class JCudaSolver implements GpuSolver {
  private final JCudaRuntime runtime;
  private final cusolverDnHandle handle = new cusolverDnHandle();
  private boolean isOpen;

  JCudaSolver(JCudaRuntime runtime) {
    this.runtime = runtime;
  }

  void open(cudaStream_t stream) {
    check("cusolverDnCreate", JCusolverDn.cusolverDnCreate(handle));
    isOpen = true;
    check("cusolverDnSetStream", JCusolverDn.cusolverDnSetStream(handle, stream));
  }

  void close() {
    if (isOpen) {
      isOpen = false;
      check("cusolverDnDestroy", JCusolverDn.cusolverDnDestroy(handle));
    }
  }

  String version() {
    int[] version = new int[1];
    check("cusolverGetVersion", JCusolver.cusolverGetVersion(version));
    return "cuSOLVER %d.%d".formatted(version[0] / 1000, version[0] / 100 % 10);
  }

  @Override
  public long pivotBytes(int n) {
    return (long) Integer.BYTES * n;
  }

  @Override
  public long getrfWorkspaceBytes(int n, long a, int lda) {
    runtime.prepare();
    int[] elements = new int[1];
    check(
        "cusolverDnDgetrf_bufferSize",
        JCusolverDn.cusolverDnDgetrf_bufferSize(handle, n, n, new Address(a), lda, elements));
    return (long) Double.BYTES * elements[0];
  }

  @Override
  public void getrf(
      int n, long a, int lda, long pivots, long workspace, long workspaceBytes, long info) {
    runtime.prepare();
    check(
        "cusolverDnDgetrf",
        JCusolverDn.cusolverDnDgetrf(
            handle,
            n,
            n,
            new Address(a),
            lda,
            new Address(workspace),
            new Address(pivots),
            new Address(info)));
  }

  @Override
  public void getrs(
      Transpose transpose,
      int n,
      int columns,
      long factors,
      int lda,
      long pivots,
      long b,
      int ldb,
      long info) {
    runtime.prepare();
    check(
        "cusolverDnDgetrs",
        JCusolverDn.cusolverDnDgetrs(
            handle,
            LibraryConventions.operation(transpose),
            n,
            columns,
            new Address(factors),
            lda,
            new Address(pivots),
            new Address(b),
            ldb,
            new Address(info)));
  }

  @Override
  public void downloadPivots(long pivots, int[] target) {
    runtime.download(pivots, target, 0, target.length);
    for (int i = 0; i < target.length; i++) {
      target[i]--;
    }
  }

  private static void check(String call, int code) {
    if (code != 0) {
      String name = cusolverStatus.stringFor(code);
      throw new GpuException(call, name, code, LibraryConventions.advice(name));
    }
  }
}
