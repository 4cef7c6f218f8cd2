package org.stiffgrad.gpu.jcuda;

import java.util.List;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;
import org.stiffgrad.gpu.runtime.GpuException;

/** NVRTC. */
final class JCudaCompiler {
  String version() {
    int[] major = new int[1];
    int[] minor = new int[1];
    check("nvrtcVersion", JNvrtc.nvrtcVersion(major, minor));
    return "NVRTC %d.%d".formatted(major[0], minor[0]);
  }

  /** The compute capabilities, times ten, that it makes code for. */
  int[] architectures() {
    int[] count = new int[1];
    check("nvrtcGetNumSupportedArchs", JNvrtc.nvrtcGetNumSupportedArchs(count));
    int[] list = new int[count[0]];
    check("nvrtcGetSupportedArchs", JNvrtc.nvrtcGetSupportedArchs(list));
    return list;
  }

  /** Compiles to the device's code. */
  byte[] compile(String source, List<String> options) {
    nvrtcProgram program = new nvrtcProgram();
    check(
        "nvrtcCreateProgram",
        JNvrtc.nvrtcCreateProgram(program, source, "stiffgrad.cu", 0, null, null));
    try {
      int code =
          JNvrtc.nvrtcCompileProgram(program, options.size(), options.toArray(new String[0]));
      if (code != 0) {
        String[] log = new String[1];
        check("nvrtcGetProgramLog", JNvrtc.nvrtcGetProgramLog(program, log));
        throw GpuException.ofCompiler(errorName(code), code, options, log[0]);
      }
      long[] bytes = new long[1];
      check("nvrtcGetCUBINSize", JNvrtc.nvrtcGetCUBINSize(program, bytes));
      byte[] image = new byte[Math.toIntExact(bytes[0])];
      check("nvrtcGetCUBIN", JNvrtc.nvrtcGetCUBIN(program, image));
      return image;
    } finally {
      check("nvrtcDestroyProgram", JNvrtc.nvrtcDestroyProgram(program));
    }
  }

  private static String errorName(int code) {
    return JNvrtc.nvrtcGetErrorString(code);
  }

  private static void check(String call, int code) {
    if (code != 0) {
      throw new GpuException(call, errorName(code), code, "the compiler cannot be used.");
    }
  }
}
