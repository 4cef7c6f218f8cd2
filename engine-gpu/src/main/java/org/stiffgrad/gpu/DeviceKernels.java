package org.stiffgrad.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.stiffgrad.gpu.runtime.GpuKernel;
import org.stiffgrad.gpu.runtime.GpuModule;
import org.stiffgrad.gpu.runtime.GpuRuntime;

/** The kernels that are the same for every model: those of {@code vectors.cu} and linear sums. */
final class DeviceKernels {
  /** Threads of a block; {@code vectors.cu} relies on it. */
  static final int BLOCK = 256;

  /** The most terms of a linear combination that one launch adds up. */
  static final int MOST_TERMS = 16;

  private static final String RESOURCE = "vectors.cu";

  private final GpuModule module;

  private DeviceKernels(GpuModule module) {
    this.module = module;
  }

  static DeviceKernels compile(GpuRuntime runtime) {
    return new DeviceKernels(
        runtime.load(runtime.compile(source(), StencilSource.COMPILER_OPTIONS)));
  }

  GpuKernel kernel(String kernelName, int arguments) {
    return module.kernel(kernelName, arguments);
  }

  /** {@code combineK(n, result, c_0, x_0, ..., c_{K-1}, x_{K-1})}. */
  GpuKernel combination(int terms) {
    return module.kernel("combine" + terms, 2 + 2 * terms);
  }

  /** The blocks that give each of n elements a thread, or, of many elements, several a thread. */
  static int blocks(long n) {
    return (int) Math.min(1 << 20, Math.ceilDiv(n, BLOCK));
  }

  /** The program in CUDA C++. */
  static String source() {
    StringBuilder text = new StringBuilder(resource());
    for (int terms = 1; terms <= MOST_TERMS; terms++) {
      appendCombination(text, terms);
    }
    return text.toString();
  }

  /* The result may be one of the terms, so that none of the pointers is exclusive. */
  private static void appendCombination(StringBuilder text, int terms) {
    text.append("\nextern \"C\" __global__ void combine").append(terms);
    text.append("(long long n, double* result");
    for (int j = 0; j < terms; j++) {
      text.append(", double c%d, const double* x%d".formatted(j, j));
    }
    text.append(") {\n  FOR_EACH(i, n) {\n    double sum = fma(c0, x0[i], 0.0);\n");
    for (int j = 1; j < terms; j++) {
      text.append("    sum = fma(c%d, x%d[i], sum);%n".formatted(j, j));
    }
    text.append("    result[i] = sum;\n  }\n}\n");
  }

  private static String resource() {
    try (InputStream stream =
        Objects.requireNonNull(DeviceKernels.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
