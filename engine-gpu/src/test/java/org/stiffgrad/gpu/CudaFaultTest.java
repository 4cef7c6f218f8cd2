package org.stiffgrad.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stiffgrad.backend.BackendFailureException;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.InsufficientMemoryException;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.backend.scalar.ScalarBackend;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.Termination;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.sensitivity.GaussAdjoint;
import org.stiffgrad.sensitivity.Gradient;

/**
 * What happens when a device fails in the middle of a gradient: a named reason, nothing leaked, and
 * the next gradient on another backend works.
 */
class CudaFaultTest {
  private GpuBackend backend;

  @BeforeEach
  void openBackend() {
    StandIn.reset();
    backend = StandInBackend.open();
  }

  @AfterEach
  void everythingIsReleasedAndOtherBackendsWork() {
    backend.close();
    StandIn.reset();
    StandIn.assertNothingLives();
    assertEquals(Termination.SUCCESS, gradient(3, new ScalarBackend()).termination());
  }

  private static Gradient gradient(int n, ComputeBackend on) {
    OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(n));
    Objective loss = Objective.halfSquaredDistance(1.0, 0.5, 1.0);
    return new GaussAdjoint().gradient(problem, loss, SolverOptions.defaults(), on);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 20, 50, 80, 110})
  void anAllocationThatFailsIsInsufficientMemory(int call) {
    StandIn.fail("cuMemAlloc_v2", call, StandIn.OUT_OF_MEMORY);
    InsufficientMemoryException e =
        assertThrows(InsufficientMemoryException.class, () -> gradient(3, backend));
    assertTrue(e.getMessage().matches("Storing .* takes \\d+ bytes, .* has \\d+ of its \\d+ .*"));
    assertEquals(Termination.SUCCESS, gradient(3, backend).termination());
  }

  @Test
  void aDeviceThatIsTooSmallIsNamedWithItsFreeBytes() {
    StandIn.set("memory", StandIn.live("bytes") + 100_000);
    InsufficientMemoryException e =
        assertThrows(InsufficientMemoryException.class, () -> gradient(8, backend));
    assertTrue(
        e.getMessage().contains("a dense 128 x 128 matrix takes 131072 bytes"), e::getMessage);
    StandIn.set("memory", StandIn.live("bytes") + 10_000_000);
    assertEquals(Termination.SUCCESS, gradient(3, backend).termination());
  }

  /** Blocks that are kept for the next computation make room before anything is refused. */
  @Test
  void spareBlocksGoBackWhenMemoryRunsOut() {
    try (Workspace workspace = backend.newWorkspace()) {
      workspace.allocate(100_000);
    }
    StandIn.set("memory", StandIn.live("bytes") + 1000);
    try (Workspace workspace = backend.newWorkspace()) {
      assertEquals(90_000, workspace.allocate(90_000).length());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 30, 500, 1500})
  void aLaunchThatFailsIsNamed(int call) {
    StandIn.fail("cuLaunchKernel", call, StandIn.LAUNCH_FAILED);
    BackendFailureException e =
        assertThrows(BackendFailureException.class, () -> gradient(3, backend));
    assertTrue(
        e.getMessage()
            .matches("cuLaunchKernel\\(\\w+\\) failed with CUDA_ERROR_LAUNCH_FAILED \\(719\\).*"),
        e::getMessage);
  }

  @Test
  void aFactorisationThatFailsIsNamed() {
    StandIn.fail("cusolverDnXgetrf", 5, 7);
    BackendFailureException e =
        assertThrows(BackendFailureException.class, () -> gradient(3, backend));
    assertTrue(e.getMessage().startsWith("cusolverDnXgetrf failed"), e::getMessage);
  }

  @Test
  void aBackendThatCannotBeMadeLeavesNothing() {
    StandIn.fail("cuMemAlloc_v2", 1, StandIn.OUT_OF_MEMORY);
    assertThrows(InsufficientMemoryException.class, StandInBackend::open);
  }
}
