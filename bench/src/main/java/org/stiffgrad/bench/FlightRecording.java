package org.stiffgrad.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import one.convert.Arguments;
import one.convert.JfrToFlame;
import org.stiffgrad.bench.settings.InputException;

/**
 * Samples of the stack, taken by the JVM's flight recorder, and the flame graph of them.
 *
 * @param file the recording
 * @param flameGraph a page that needs no other file
 * @param event what was sampled: processor time where the JVM can, else whatever was executing
 * @param samples how many there are of it
 */
record FlightRecording(String file, String flameGraph, String event, long samples) {
  private static final String RECORDING = "profile.jfr";
  private static final String FLAME_GRAPH = "flamegraph.html";

  /** Samples by a timer of each thread's processor time, on Linux from JDK 25 on (JEP 509). */
  private static final String PROCESSOR_TIME = "jdk.CPUTimeSample";

  /** Samples by the clock, of threads that happen to be executing Java code. */
  private static final String CLOCK_TIME = "jdk.ExecutionSample";

  private static final Duration PERIOD = Duration.ofMillis(1);

  /**
   * Records while something runs.
   *
   * @param folder exists; receives the files, which replace former ones
   * @throws InputException if they cannot be written
   */
  static FlightRecording of(Runnable work, Path folder, String title) {
    Path file = folder.resolve(RECORDING);
    Path page = folder.resolve(FLAME_GRAPH);
    try (Recording recording = new Recording()) {
      recording.enable(PROCESSOR_TIME).with("throttle", PERIOD.toMillis() + "ms");
      recording.enable(CLOCK_TIME).withPeriod(PERIOD);
      recording.start();
      work.run();
      recording.stop();
      recording.dump(file);
      long byProcessor = count(file, PROCESSOR_TIME);
      boolean clock = byProcessor == 0;
      convert(file, page, title, clock ? List.of() : List.of("--cpu-time"));
      return new FlightRecording(
          file.toString(),
          page.toString(),
          clock ? CLOCK_TIME : PROCESSOR_TIME,
          clock ? count(file, CLOCK_TIME) : byProcessor);
    } catch (IOException e) {
      throw new InputException(
          "The recording could not be written to %s (%s); choose another folder with --out."
              .formatted(folder, e));
    }
  }

  private static long count(Path file, String event) throws IOException {
    long count = 0;
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        count += events.readEvent().getEventType().getName().equals(event) ? 1 : 0;
      }
    }
    return count;
  }

  private static void convert(Path file, Path page, String title, List<String> choice)
      throws IOException {
    List<String> arguments = new ArrayList<>(choice);
    Collections.addAll(arguments, "--title", title);
    JfrToFlame.convert(
        file.toString(), page.toString(), new Arguments(arguments.toArray(String[]::new)));
  }
}
