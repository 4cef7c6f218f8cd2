package org.stiffgrad.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.HeapWorkspace;
import org.stiffgrad.backend.InsufficientMemoryException;
import org.stiffgrad.backend.Workspace;

/** Device memory on the host stand-in, which fills what it allocates with NaN. */
class GpuWorkspaceTest {
  private GpuBackend backend;

  @BeforeEach
  void openBackend() {
    StandIn.reset();
    backend = StandInBackend.open();
  }

  @AfterEach
  void closeBackend() {
    backend.close();
    StandIn.assertNothingLives();
  }

  @Test
  void buffersAreZeroAlsoInMemoryThatWasUsedBefore() {
    for (int round = 0; round < 2; round++) {
      try (Workspace workspace = backend.newWorkspace()) {
        Buffer buffer = workspace.allocate(100);
        assertArrayEquals(new double[100], buffer.toArray());
        backend.vectors().fill(buffer, 7);
        assertEquals(0, workspace.allocate(0).toArray().length);
      }
    }
  }

  @Test
  void aSecondComputationTakesTheMemoryOfTheFirst() {
    long blocks = StandIn.live("memory");
    for (int round = 0; round < 5; round++) {
      try (Workspace workspace = backend.newWorkspace()) {
        workspace.allocate(1000);
        workspace.allocate(1000);
        workspace.allocatePivots(10);
      }
      assertEquals(blocks + 3, StandIn.live("memory"));
    }
  }

  @Test
  void bytesAreCounted() {
    Workspace workspace = backend.newWorkspace();
    workspace.allocateMatrix(64, 8);
    workspace.allocateHost(10);
    assertEquals((64 * 8 + 10) * Double.BYTES, workspace.bytes());
    workspace.close();
    assertEquals(0, workspace.bytes());
  }

  @Test
  void whatCannotBeIsRefused() {
    try (Workspace workspace = backend.newWorkspace()) {
      InsufficientMemoryException e =
          assertThrows(InsufficientMemoryException.class, () -> workspace.allocate(1L << 50));
      assertTrue(e.getMessage().contains("takes 9007199254740992 bytes"), e::getMessage);
      assertEquals(0, workspace.bytes());
      Buffer ours = workspace.allocate(3);
      Buffer foreign = new HeapWorkspace().allocate(3);
      assertThrows(IllegalArgumentException.class, () -> backend.vectors().copy(foreign, ours));
      assertThrows(IndexOutOfBoundsException.class, () -> ours.write(new double[4]));
      assertThrows(IndexOutOfBoundsException.class, () -> ours.read(new double[4]));
    }
  }

  @Test
  void aBufferOfAClosedWorkspaceIsRefused() {
    Workspace workspace = backend.newWorkspace();
    Buffer buffer = workspace.allocate(3);
    workspace.close();
    assertThrows(IllegalStateException.class, () -> backend.vectors().fill(buffer, 1));
    assertThrows(IllegalStateException.class, () -> buffer.read(new double[3]));
  }
}
