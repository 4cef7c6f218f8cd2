package org.stiffgrad.autodiff;

import java.util.IdentityHashMap;
import org.stiffgrad.expression.ModelPrograms;
import org.stiffgrad.model.StencilModel;

/** The programs of the models that a source was bound to, each derived once. */
final class ProgramCache {
  private final IdentityHashMap<StencilModel, ModelPrograms> programs = new IdentityHashMap<>();

  synchronized ModelPrograms of(StencilModel model) {
    return programs.computeIfAbsent(model, ModelPrograms::new);
  }
}
