package org.stiffgrad.blas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class NativeArtifactTest {
  @Test
  void whatIsMissingIsNamedWithWhatToDo() {
    NativeArtifact artifact = new NativeArtifact("org.example", "absent");
    String reason = artifact.absence("/org/example/libabsent.so.0").orElseThrow();
    /* On other platforms the reason is the platform. */
    assertTrue(
        reason.contains("libabsent.so.0") && reason.contains("org.example:absent")
            || reason.contains(NativeArtifact.PLATFORM),
        reason);
    assertEquals("of unknown version", artifact.version());
  }
}
