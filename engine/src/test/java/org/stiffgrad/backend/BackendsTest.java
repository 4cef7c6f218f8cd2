package org.stiffgrad.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendsTest {
  private static final BackendOptions ONE = BackendOptions.defaults();
  private static final List<Double> SLOW = List.of(1e-6, 4e-5, 3e-3, 0.2);
  private static final List<Double> FAST_WHERE_LARGE = List.of(2e-6, 5e-5, 1e-3, 1e-2);

  @TempDir Path folder;

  private record Stub(String name, Availability probe, int maximumThreads)
      implements ComputeBackendProvider {
    @Override
    public ComputeBackend open(BackendOptions options) {
      throw new UnsupportedOperationException("Selection opens nothing.");
    }
  }

  private static Backends.Entry available(String name, int threads) {
    Availability availability = new Availability.Available("here");
    return new Backends.Entry(new Stub(name, availability, threads), availability);
  }

  private static Backends.Entry available(String name) {
    return available(name, 1);
  }

  private static Backends.Entry unavailable(String name, String reason) {
    Availability availability = new Availability.Unavailable(reason);
    return new Backends.Entry(new Stub(name, availability, 1), availability);
  }

  private Backends backends(Backends.Entry... entries) {
    return new Backends(List.of(entries), folder);
  }

  @Test
  void aNamedBackendIsThatOne() {
    Backends backends = backends(available("scalar"), available("simd"));
    assertEquals("scalar", backends.select("scalar").name());
    assertEquals("simd", backends.select("simd").name());
  }

  @Test
  void aNamedBackendThatCannotRunIsAnErrorWithItsReason() {
    Backends backends = backends(available("scalar"), unavailable("simd", "no vector module"));
    BackendUnavailableException e =
        assertThrows(BackendUnavailableException.class, () -> backends.select("simd"));
    assertTrue(e.getMessage().contains("no vector module"), e::getMessage);
  }

  @Test
  void anUnknownNameIsAnErrorThatListsTheKnownOnes() {
    Backends backends = backends(available("scalar"));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> backends.select("simt"));
    assertTrue(e.getMessage().contains("simt") && e.getMessage().contains("scalar"));
  }

  @Test
  void autoPrefersSimdAndSaysWhatItPassedOver() {
    Backends both = backends(available("scalar"), available("simd"));
    assertEquals("simd", both.select(Backends.AUTO).name());
    Backends one = backends(available("scalar"), unavailable("simd", "no vector module"));
    assertEquals("scalar", one.select(Backends.AUTO).name());
    assertTrue(one.select(Backends.AUTO).reason().contains("no vector module"));
    assertThrows(BackendUnavailableException.class, () -> backends().select(Backends.AUTO));
  }

  @Test
  void autoUsesTimesKeptForThisMachineAndSaysWhereItChanges() throws IOException {
    Backends backends = backends(available("scalar"), available("simd"));
    backends.keep(
        new BackendTimes(
            Map.of("scalar", SLOW, "simd", FAST_WHERE_LARGE),
            Map.of("scalar", SLOW, "simd", FAST_WHERE_LARGE)),
        ONE);
    Backends.Selection small = backends.select(Backends.AUTO, 8, ONE);
    assertEquals("scalar", small.name());
    /* The geometric mean of the orders 32 and 128. */
    assertTrue(small.reason().contains("simd above about 64"), small::reason);
    Backends.Selection large = backends.select(Backends.AUTO, 578, ONE);
    assertEquals("simd", large.name());
    assertTrue(large.reason().contains("scalar below about 64 states"), large::reason);
    assertTrue(large.reason().contains("order 512"), large::reason);
    assertEquals("scalar", backends.select("scalar", 578, ONE).name());
  }

  @Test
  void timesOfOtherBackendsOrThreadsAreNotUsed() throws IOException {
    Backends backends = backends(available("scalar", 2), available("simd", 2));
    backends.keep(
        new BackendTimes(
            Map.of("scalar", SLOW, "simd", FAST_WHERE_LARGE),
            Map.of("scalar", SLOW, "simd", FAST_WHERE_LARGE)),
        ONE);
    assertTrue(backends.times(ONE).isPresent());
    assertTrue(backends.times(ONE.withThreads(2)).isEmpty());
    assertTrue(backends(available("scalar", 2)).times(ONE).isEmpty());
    assertEquals("simd", backends(available("simd", 2)).select(Backends.AUTO, 8, ONE).name());
  }

  @Test
  void forgottenTimesAreGone() throws IOException {
    Backends backends = backends(available("simd"));
    assertEquals(0, backends.forget());
    backends.keep(
        new BackendTimes(Map.of("simd", SLOW), Map.of("simd", SLOW)), BackendOptions.defaults());
    assertEquals(1, backends.forget());
    assertTrue(backends.times(ONE).isEmpty());
  }

  @Test
  void aDamagedFileOfTimesHoldsNone() throws IOException {
    Backends backends = backends(available("simd"));
    Path file = backends.keep(new BackendTimes(Map.of("simd", SLOW), Map.of("simd", SLOW)), ONE);
    Files.writeString(file, Files.readString(file).replace("step.simd.128", "step.simd.129"));
    assertTrue(backends.times(ONE).isEmpty());
  }

  @Test
  void autoChoosesAmongThoseThatCanUseTheThreads() {
    Backends backends = backends(available("simd", 1), available("openblas", 4));
    assertEquals("simd", backends.select(Backends.AUTO, 100, ONE).name());
    assertEquals("openblas", backends.select(Backends.AUTO, 100, ONE.withThreads(2)).name());
    assertThrows(
        BackendUnavailableException.class,
        () -> backends.select(Backends.AUTO, 100, ONE.withThreads(8)));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> backends.select("simd").open(ONE.withThreads(2)));
    assertTrue(e.getMessage().contains("1 only"), e::getMessage);
  }

  @Test
  void measuringGivesATimeForEveryOrder() {
    try (ComputeBackend scalar = Backends.open("scalar")) {
      BackendTimes times = BackendMeasurement.measure(List.of(scalar));
      for (List<Double> seconds :
          List.of(times.steps().get("scalar"), times.products().get("scalar"))) {
        assertEquals(BackendTimes.orders().size(), seconds.size());
        assertTrue(seconds.stream().allMatch(value -> value > 0 && value < 10));
        assertTrue(seconds.get(0) < seconds.get(3));
      }
    }
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
