package org.stiffgrad.gpu.runtime;

import java.util.List;
import org.stiffgrad.backend.BackendFailureException;

/** A call of the driver or of a GPU library failed. */
public class GpuException extends BackendFailureException {
  private static final long serialVersionUID = 1L;

  private final String call;
  private final String error;
  private final int code;

  /**
   * @param call the function that failed, such as {@code cuLaunchKernel}
   * @param error the library's name of the error, such as {@code CUDA_ERROR_LAUNCH_FAILED}
   * @param code its number
   * @param advice a sentence: what happened or what to do
   */
  public GpuException(String call, String error, int code, String advice) {
    super("%s failed with %s (%d): %s".formatted(call, error, code, advice));
    this.call = call;
    this.error = error;
    this.code = code;
  }

  /** A program that the run-time compiler refused, for a reason that its log tells. */
  public static GpuException ofCompiler(String error, int code, List<String> options, String log) {
    return new GpuException(
        "nvrtcCompileProgram", error, code, "with the options " + options + ": " + log.strip());
  }

  /** The function that failed. */
  public String call() {
    return call;
  }

  /** The library's name of the error. */
  public String error() {
    return error;
  }

  /** The library's number of the error. */
  public int code() {
    return code;
  }
}
