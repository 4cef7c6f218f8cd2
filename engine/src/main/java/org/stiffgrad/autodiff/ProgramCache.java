package org.stiffgrad.autodiff;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.expression.ModelPrograms;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.StencilModel;

/**
 * The programs of the models that a source was bound to, each derived once, and the sparsity of
 * each model on the grid that it was last bound with: on small grids a gradient takes no longer
 * than finding the latter.
 */
final class ProgramCache {
  private final IdentityHashMap<StencilModel, Known> known = new IdentityHashMap<>();

  private static final class Known {
    private final ModelPrograms programs;
    private @Nullable Grid grid;
    private @Nullable ModelSparsity sparsity;

    Known(StencilModel model) {
      programs = new ModelPrograms(model);
    }

    ModelSparsity sparsity(Grid wanted) {
      ModelSparsity found = wanted.equals(grid) ? sparsity : null;
      if (found == null) {
        found = ModelSparsity.of(programs, wanted);
        grid = wanted;
        sparsity = found;
      }
      return found;
    }
  }

  synchronized ModelPrograms of(StencilModel model) {
    return entry(model).programs;
  }

  synchronized ModelSparsity sparsity(StencilModel model, Grid grid) {
    return entry(model).sparsity(grid);
  }

  private Known entry(StencilModel model) {
    return known.computeIfAbsent(model, Known::new);
  }
}
