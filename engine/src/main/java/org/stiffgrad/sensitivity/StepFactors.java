package org.stiffgrad.sensitivity;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.linear.Factorization;
import org.stiffgrad.linear.JacobianMatrix;
import org.stiffgrad.linear.LinearSolver;

/**
 * The factors of accepted steps, each kept where it was computed: attempts at a step factor into
 * the same place, and the next step into another. Where keeping all of them would exceed a limit,
 * none are kept but those of the last factorisation.
 */
final class StepFactors implements Factorization {
  /** Makes the wrapped linear solver keep its factors. */
  record Keeper(LinearSolver solver) implements LinearSolver {
    @Override
    public String name() {
      return solver.name();
    }

    @Override
    public Factorization newFactorization(
        JacobianMatrix jacobian, ComputeBackend backend, Workspace workspace) {
      return new StepFactors(solver, jacobian, backend, workspace);
    }
  }

  private final LinearSolver solver;
  private final JacobianMatrix jacobian;
  private final ComputeBackend backend;
  private final Workspace memory;
  private final Factorization first;
  private final long bytesEach;
  private final List<Factorization> kept = new ArrayList<>();
  private boolean keeping;
  private long limit;
  private @Nullable Factorization present;

  private StepFactors(
      LinearSolver solver, JacobianMatrix jacobian, ComputeBackend backend, Workspace workspace) {
    this.solver = solver;
    this.jacobian = jacobian;
    this.backend = backend;
    memory = backend.newWorkspace();
    long before = workspace.bytes();
    first = solver.newFactorization(jacobian, backend, workspace);
    bytesEach = workspace.bytes() - before;
    present = first;
  }

  /** The bytes that the factors of one step take. */
  long bytesEach() {
    return bytesEach;
  }

  /** The bytes held for all steps but the first, whose factors lie where one always needs them. */
  long bytes() {
    return memory.bytes();
  }

  /** Keeps the factors from now on, of at most the given number of steps. */
  void keepAtMost(long steps) {
    limit = steps;
    keeping = steps > 0;
  }

  /** Whether the factors of all steps so far are kept. */
  boolean keeping() {
    return keeping;
  }

  /** Says that the present factors are those of an accepted step. */
  void accepted() {
    if (keeping) {
      kept.add(present == null ? first : present);
      present = null;
    }
  }

  /** Makes the factors of a step, which must be kept, the present ones. */
  void recall(int step) {
    present = kept.get(step);
  }

  /** Keeps no more factors than the present ones; frees the memory of the others. */
  void drop() {
    keeping = false;
    kept.clear();
    present = first;
    memory.close();
  }

  private Factorization present() {
    Factorization room = present;
    if (room == null) {
      if (kept.isEmpty()) {
        room = first;
      } else if (kept.size() < limit) {
        room = solver.newFactorization(jacobian, backend, memory);
      } else {
        drop();
        room = first;
      }
      present = room;
    }
    return room;
  }

  @Override
  public boolean factor(double shift) {
    return present().factor(shift);
  }

  @Override
  public void solve(Buffer b, Buffer x) {
    present().solve(b, x);
  }

  @Override
  public void solve(DenseMatrix b) {
    present().solve(b);
  }

  @Override
  public void solveTransposed(Buffer b, Buffer x) {
    present().solveTransposed(b, x);
  }
}
