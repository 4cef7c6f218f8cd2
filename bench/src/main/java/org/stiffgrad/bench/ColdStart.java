package org.stiffgrad.bench;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.stiffgrad.bench.compare.FigureRow;

/** The time by the clock of {@code gradient --n 17} from the start of its process to its end. */
final class ColdStart {
  private static final int STARTS = 5;
  private static final double GOAL_SECONDS = 2.5;
  private static final long PATIENCE_SECONDS = 120;

  private ColdStart() {}

  /** The median of several starts, or the reason why there is none. */
  static FigureRow row(String backend) {
    String figure = "gradient 17, %s: seconds of a cold start, median".formatted(backend);
    try {
      Path jar =
          Path.of(ColdStart.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (!Files.isRegularFile(jar)) {
        return none(figure, "only the program in one jar file is started as its users start it");
      }
      double[] seconds = new double[STARTS];
      for (int k = 0; k < STARTS; k++) {
        seconds[k] = start(jar, backend);
      }
      Arrays.sort(seconds);
      return FigureRow.of(figure, Norms.median(seconds), false, GOAL_SECONDS)
          .withSpread(seconds[0], seconds[STARTS - 1]);
    } catch (URISyntaxException | IOException | NoResultException e) {
      return none(figure, String.valueOf(e.getMessage()));
    }
  }

  private static FigureRow none(String figure, String reason) {
    return FigureRow.none(figure, false, GOAL_SECONDS, reason);
  }

  /** In an empty folder, so that no configuration file changes what is computed. */
  private static double start(Path jar, String backend) throws IOException {
    Path folder = Files.createTempDirectory("stiffgrad-start");
    try {
      List<String> command =
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-jar",
              jar.toString(),
              "gradient",
              "--backend",
              backend,
              "--n",
              "17");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      long start = System.nanoTime();
      Processes.run(builder, PATIENCE_SECONDS);
      return (System.nanoTime() - start) * 1e-9;
    } finally {
      Files.delete(folder);
    }
  }
}
