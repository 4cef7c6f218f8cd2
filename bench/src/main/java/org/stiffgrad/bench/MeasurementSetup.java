package org.stiffgrad.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.stiffgrad.backend.Availability;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.Processor;
import org.stiffgrad.bench.document.Setup;

/** When, where and by what something is measured. */
final class MeasurementSetup {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  /** By this variable OpenBLAS lets itself be told which kernels to use. */
  private static final String CORE_TYPE = "OPENBLAS_CORETYPE";

  private MeasurementSetup() {}

  /** Everything but the date. */
  static Setup here() {
    Build build = Build.load();
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Setup(
        build.version(),
        build.commit(),
        Processor.model(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize(),
        "%s %s, %s".formatted(system.getName(), system.getVersion(), system.getArch()),
        java(),
        flags(),
        backends(),
        variables());
  }

  /** Now, in local time. */
  static String date() {
    return LocalDateTime.now(ZoneId.systemDefault()).format(DATE);
  }

  /** The name and version of the JVM. */
  static String java() {
    return "%s %s"
        .formatted(System.getProperty("java.vm.name"), System.getProperty("java.runtime.version"));
  }

  /* Where files lie says nothing of a measurement, and system properties are the launcher's. */
  private static List<String> flags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.startsWith("-D"))
        .map(flag -> flag.replaceAll("=.*" + (File.separatorChar == '/' ? "/" : "\\\\"), "="))
        .toList();
  }

  /** What the backends that are available say of themselves, by name. */
  static Map<String, String> backends() {
    Map<String, String> described = new TreeMap<>();
    for (Backends.Entry entry : Backends.discover().entries()) {
      if (entry.availability() instanceof Availability.Available available) {
        described.put(entry.name(), available.details());
      }
    }
    return described;
  }

  /** Environment variables that change what a backend does. */
  static Map<String, String> variables() {
    String coreType = System.getenv(CORE_TYPE);
    return coreType == null ? Map.of() : Map.of(CORE_TYPE, coreType);
  }
}
