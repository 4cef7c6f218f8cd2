package org.stiffgrad.autodiff;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.stiffgrad.autodiff.tape.Recording;
import org.stiffgrad.autodiff.tape.Traced;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.StencilModel;

/**
 * The recordings of one model on one grid, one for each way in which its branches were taken; of
 * more than a few the oldest is given up.
 */
final class Recordings {
  private static final int MOST = 8;

  private final ModelEvaluator<Traced> evaluator;
  private final Recording.Shape shape;
  private final List<Recording> kept = new CopyOnWriteArrayList<>();
  private int made;

  Recordings(StencilModel model, Grid grid, ModelSparsity sparsity) {
    evaluator = new ModelEvaluator<>(model, grid);
    shape =
        new Recording.Shape(
            model.stateLength(grid),
            model.parameterLength(grid),
            sparsity.state().elements(),
            sparsity.parameters().elements());
  }

  /** The number of states. */
  int states() {
    return shape.states();
  }

  /** The recordings at hand. */
  List<Recording> kept() {
    return kept;
  }

  /** Records the model at a point. */
  synchronized Recording record(HostPoint at) {
    Recording recording =
        new Recording(evaluator::evaluate, shape, at.time(), at.state(), at.parameters());
    made++;
    if (kept.size() == MOST) {
      kept.remove(0);
    }
    kept.add(recording);
    return recording;
  }

  /** How often the model was recorded. */
  synchronized int made() {
    return made;
  }
}
