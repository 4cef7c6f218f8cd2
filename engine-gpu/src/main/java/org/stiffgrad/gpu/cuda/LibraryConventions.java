package org.stiffgrad.gpu.cuda;

import org.stiffgrad.backend.Transpose;

/** What cuBLAS and cuSOLVER have in common. */
public final class LibraryConventions {
  private LibraryConventions() {}

  /** The number for {@code cublasOperation_t}. */
  public static int operation(Transpose transpose) {
    return transpose == Transpose.YES ? 1 : 0;
  }

  /** What an error of that name means for the user, as one sentence; the libraries explain none. */
  public static String advice(String name) {
    if (name.endsWith("ALLOC_FAILED")) {
      return "the library found no device memory for itself; choose a smaller grid, or end other programs that use the device.";
    }
    if (name.endsWith("EXECUTION_FAILED") || name.endsWith("INTERNAL_ERROR")) {
      return "work on the device failed; start the program again or choose another backend.";
    }
    if (name.endsWith("NOT_INITIALIZED") || name.endsWith("ARCH_MISMATCH")) {
      return "the library cannot be used with this device and driver; install versions that belong together.";
    }
    return "the library refused the call.";
  }
}
