package org.stiffgrad.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stiffgrad.expression.JacobianStencil;
import org.stiffgrad.expression.LoweredProgram;
import org.stiffgrad.expression.ModelPrograms;
import org.stiffgrad.expression.StencilProgram;
import org.stiffgrad.model.Models;
import org.stiffgrad.model.RandomOdeModel;
import org.stiffgrad.model.StencilModel;

/** NVIDIA's own compiler accepts every program that the backend makes of the library's models. */
class NvccTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"sm_80", "sm_90"})
  void everyKernelCompiles(String architecture) throws IOException, InterruptedException {
    assumeTrue(isInstalled(), "nvcc is not on the PATH, so that no kernel was compiled by it.");
    Path source = folder.resolve("kernels.cu");
    Files.writeString(source, sources());
    Path output = folder.resolve("nvcc.log");
    List<String> command = new ArrayList<>(List.of("nvcc", "-cubin", "-arch=" + architecture));
    command.addAll(List.of(StencilSource.COMPILER_OPTIONS));
    /* Not every kernel uses all that is declared for it. */
    command.addAll(List.of("-Werror", "all-warnings", "-diag-suppress", "177"));
    command.addAll(List.of("-o", "kernels.cubin", source.toString()));
    Process nvcc =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertEquals(0, nvcc.waitFor(), () -> read(output));
  }

  private static boolean isInstalled() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(path -> Files.isExecutable(Path.of(path, "nvcc")));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** All programs in one file, each in a name space of its own, as nvcc starts slowly. */
  private static String sources() {
    List<String> sources = new ArrayList<>(List.of(DeviceKernels.source()));
    List<StencilModel> models = new ArrayList<>(Models.all());
    models.add(new RandomOdeModel(new Random(7), 1.1, true));
    for (StencilModel model : models) {
      ModelPrograms programs = new ModelPrograms(model);
      for (StencilProgram program : programs.all()) {
        sources.add(StencilSource.of(StencilSource.divide(new LoweredProgram(program))));
      }
      for (JacobianStencil matrix :
          List.of(programs.jacobian(), programs.parameterJacobian(), programs.secondOrder())) {
        sources.add(MatrixSource.of(matrix));
      }
    }
    List<String> distinct = sources.stream().distinct().toList();
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < distinct.size(); k++) {
      String source = distinct.get(k).replace("extern \"C\"", "");
      text.append("namespace program%d {%n%s}%n".formatted(k, source));
    }
    return text.toString();
  }
}
