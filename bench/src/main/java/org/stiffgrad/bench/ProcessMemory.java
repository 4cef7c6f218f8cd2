package org.stiffgrad.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What this process holds, in bytes.
 *
 * @param resident the resident set
 * @param residentPeak the largest that the resident set has been
 * @param heap live objects on the Java heap
 */
record ProcessMemory(long resident, long residentPeak, long heap) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int COLLECTIONS = 2;
  private static final int KIBIBYTE = 1 << 10;

  /** After garbage collections, as many as the document makes. */
  static ProcessMemory afterCollection() {
    for (int k = 0; k < COLLECTIONS; k++) {
      System.gc();
    }
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    List<String> lines;
    try {
      lines = Files.readAllLines(STATUS);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The resident set of a process is read from %s, which this system does not have: memory can be measured on Linux only."
              .formatted(STATUS));
    }
    return new ProcessMemory(bytes(lines, "VmRSS:"), bytes(lines, "VmHWM:"), heap);
  }

  private static long bytes(List<String> lines, String name) {
    String line =
        lines.stream().filter(text -> text.startsWith(name)).findFirst().orElse(name + " 0 kB");
    return KIBIBYTE * Long.parseLong(line.replaceAll("\\D", ""));
  }
}
