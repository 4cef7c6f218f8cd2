package org.stiffgrad.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.incubator.vector.DoubleVector;
import org.junit.jupiter.api.Test;
import org.stiffgrad.backend.DenseAlgebra;

/**
 * Every dense kernel reaches the JVM's second compiler. A method that its first compiler gives up
 * on may otherwise stay in a form several times slower for ever, silently.
 */
final class SimdCompilationTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int SECOND_COMPILER = 4;

  // A line of -XX:+PrintCompilation: time, number, attributes, tier, class/address::method.
  private static final Pattern COMPILATION =
      Pattern.compile(
          "\\s*\\d+\\s+\\d+ ([ %])[ s][ !][ b][ n]\\s+(\\d)\\s+"
              + "org\\.stiffgrad\\.simd\\.(\\w+)(?:/\\w+)?::(\\w+) .*");

  @Test
  void everyKernelReachesTheSecondCompiler() throws IOException, URISyntaxException {
    Set<String> slow = kernels();
    Map<String, String> lastLines = new TreeMap<>();
    Process process = start();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (BufferedReader output = process.inputReader()) {
      String line = "";
      while (!slow.isEmpty() && line != null && System.nanoTime() < deadline) {
        line = output.readLine();
        Matcher compilation = COMPILATION.matcher(line == null ? "" : line);
        if (compilation.matches() && compilation.group(1).isBlank()) {
          String method = compilation.group(3) + "::" + compilation.group(4);
          lastLines.put(method, line);
          if (Integer.parseInt(compilation.group(2)) == SECOND_COMPILER
              && !line.contains("COMPILE SKIPPED")) {
            slow.remove(method);
          }
        }
      }
    } finally {
      process.destroyForcibly();
    }
    lastLines.keySet().retainAll(slow);
    assertEquals(
        Set.of(), slow, "kernels that did not get there; their last compilations: " + lastLines);
  }

  /** The methods through which the kernels are called. */
  private static Set<String> kernels() {
    GemmKernels gemm = SimdKernels.of(DoubleVector.SPECIES_PREFERRED).gemm();
    Set<String> names = new TreeSet<>();
    for (int vectors = 1; vectors <= gemm.height(); vectors++) {
      for (int columns = 1; columns <= Gemm.UNIT; columns++) {
        names.add(name(gemm.narrow(vectors, columns)));
        for (boolean packed : new boolean[] {false, true}) {
          for (boolean contiguousColumns : new boolean[] {false, true}) {
            if (vectors * gemm.lanes() <= gemm.packedRows()) {
              names.add(name(gemm.wide(vectors, columns, packed, contiguousColumns)));
            }
          }
        }
      }
    }
    for (Method method : PanelKernels.class.getDeclaredMethods()) {
      names.add(PanelKernelsTemplate.class.getSimpleName() + "::" + method.getName());
    }
    // Small enough to become a part of their callers.
    for (String inlined : List.of("lanes", "axpy", "dot")) {
      names.remove(PanelKernelsTemplate.class.getSimpleName() + "::" + inlined);
    }
    return names;
  }

  private static String name(GemmKernel kernel) {
    String name = kernel.getClass().getName();
    return name.substring(name.lastIndexOf('.') + 1).replaceFirst("/.*", "") + "::tile";
  }

  private static Process start() throws IOException, URISyntaxException {
    StringBuilder classPath = new StringBuilder();
    for (Class<?> type :
        new Class<?>[] {KernelWorkload.class, SimdDenseAlgebra.class, DenseAlgebra.class}) {
      classPath
          .append(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()))
          .append(File.pathSeparatorChar);
    }
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules",
            "jdk.incubator.vector",
            "-XX:+PrintCompilation",
            "-cp",
            classPath.toString(),
            KernelWorkload.class.getName())
        .redirectErrorStream(true)
        .start();
  }
}
