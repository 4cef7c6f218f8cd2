package org.stiffgrad.sensitivity;

import java.util.ArrayList;
import java.util.List;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.integrate.VectorPool;

/**
 * States at the starts of blocks of steps, ascending, in a limited number of places. The state at
 * the start of block 0 is the initial state and needs no place.
 */
final class Checkpoints {
  private record Checkpoint(int block, Buffer state) {}

  private final int places;
  private final VectorOperations vectors;
  private final VectorPool pool;
  private final List<Checkpoint> kept = new ArrayList<>();
  private int stride = 1;

  Checkpoints(int places, VectorOperations vectors, VectorPool pool) {
    this.places = places;
    this.vectors = vectors;
    this.pool = pool;
  }

  /**
   * Keeps the state at the start of a block if it belongs to the even spacing that fits; the
   * spacing doubles as blocks become more than places.
   *
   * @param block later than any block so far
   */
  void offer(int block, Buffer state) {
    while (places > 0 && kept.size() == places && block % stride == 0) {
      stride *= 2;
      thin();
    }
    if (places > 0 && block % stride == 0) {
      keep(block, state);
    }
  }

  private void thin() {
    List<Checkpoint> all = List.copyOf(kept);
    kept.clear();
    for (Checkpoint checkpoint : all) {
      if (checkpoint.block() % stride == 0) {
        kept.add(checkpoint);
      } else {
        pool.give(checkpoint.state());
      }
    }
  }

  /** Keeps the state at the start of a block, later than any kept one, where a place is free. */
  void keep(int block, Buffer state) {
    Buffer copy = pool.take();
    vectors.copy(state, copy);
    kept.add(new Checkpoint(block, copy));
  }

  /** Gives up the checkpoints after a block. */
  void dropAfter(int block) {
    while (!kept.isEmpty() && latest() > block) {
      pool.give(kept.remove(kept.size() - 1).state());
    }
  }

  /** The last block whose start is known. */
  int latest() {
    return kept.isEmpty() ? 0 : kept.get(kept.size() - 1).block();
  }

  /** The state at the start of block {@link #latest()}, which is not 0. */
  Buffer latestState() {
    return kept.get(kept.size() - 1).state();
  }

  /** The number of places that are free. */
  int free() {
    return places - kept.size();
  }
}
