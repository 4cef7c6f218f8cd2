package org.stiffgrad.gpu.device;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.scalar.ScalarBackend;
import org.stiffgrad.gpu.GpuBackend;
import org.stiffgrad.gpu.StandInBackend;

/** The report that is made on a device can be made, on the host stand-in and of small sizes. */
class DeviceReportTest {
  private static final DeviceReport.Sizes SMALL =
      new DeviceReport.Sizes(
          List.of(2), List.of(24), 24, List.of(16), List.of(2), List.of(2, 3), 2, 3, 0);

  @Test
  void replacesTheFiguresOfAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("gpu.md");
    Files.writeString(file, "# GPU\n\n" + DeviceReport.HEADING + "\nnothing yet\n");
    try (GpuBackend backend = StandInBackend.open()) {
      Optional<ComputeBackend> cpu = Optional.of(new ScalarBackend());
      DeviceReport.write(file, DeviceReport.report(backend, cpu, SMALL, "a command"));
    }
    String text = Files.readString(file);
    assertTrue(text.startsWith("# GPU\n\n" + DeviceReport.HEADING), text);
    assertTrue(text.contains("stand-in"), "The device is named as what it is.");
    assertTrue(text.contains("| gauss-adjoint |"), text);
    assertFalse(text.contains("nothing yet"), text);
  }
}
