package org.stiffgrad.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class BackendsTest {
  private record Stub(String name, Availability probe) implements ComputeBackendProvider {
    @Override
    public ComputeBackend open(BackendOptions options) {
      throw new UnsupportedOperationException("Selection opens nothing.");
    }
  }

  private static Backends.Entry available(String name) {
    Availability availability = new Availability.Available("here");
    return new Backends.Entry(new Stub(name, availability), availability);
  }

  private static Backends.Entry unavailable(String name, String reason) {
    Availability availability = new Availability.Unavailable(reason);
    return new Backends.Entry(new Stub(name, availability), availability);
  }

  @Test
  void aNamedBackendIsThatOne() {
    Backends backends = new Backends(List.of(available("scalar"), available("simd")));
    assertEquals("scalar", backends.select("scalar").name());
    assertEquals("simd", backends.select("simd").name());
  }

  @Test
  void aNamedBackendThatCannotRunIsAnErrorWithItsReason() {
    Backends backends =
        new Backends(List.of(available("scalar"), unavailable("simd", "no vector module")));
    BackendUnavailableException e =
        assertThrows(BackendUnavailableException.class, () -> backends.select("simd"));
    assertTrue(e.getMessage().contains("no vector module"), e::getMessage);
  }

  @Test
  void anUnknownNameIsAnErrorThatListsTheKnownOnes() {
    Backends backends = new Backends(List.of(available("scalar")));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> backends.select("simt"));
    assertTrue(e.getMessage().contains("simt") && e.getMessage().contains("scalar"));
  }

  @Test
  void autoPrefersSimdAndSaysWhatItPassedOver() {
    Backends both = new Backends(List.of(available("scalar"), available("simd")));
    assertEquals("simd", both.select(Backends.AUTO).name());
    Backends one =
        new Backends(List.of(available("scalar"), unavailable("simd", "no vector module")));
    assertEquals("scalar", one.select(Backends.AUTO).name());
    assertTrue(one.select(Backends.AUTO).reason().contains("no vector module"));
    assertThrows(
        BackendUnavailableException.class, () -> new Backends(List.of()).select(Backends.AUTO));
  }

  @Test
  void aMatrixLargerThanTheHeapIsRefusedWithItsBytes() {
    try (Workspace workspace = new HeapWorkspace()) {
      int n = 40_000;
      InsufficientMemoryException e =
          assertThrows(InsufficientMemoryException.class, () -> workspace.allocateMatrix(n, n));
      assertTrue(e.getMessage().contains(Long.toString(8L * n * n)), e::getMessage);
      assertEquals(0, workspace.bytes());
    }
  }
}
