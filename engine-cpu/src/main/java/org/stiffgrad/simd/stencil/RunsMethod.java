package org.stiffgrad.simd.stencil;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import jdk.incubator.vector.VectorSpecies;
import org.stiffgrad.expression.Expr;
import org.stiffgrad.expression.LoweredProgram;
import org.stiffgrad.simd.stencil.Lanes.Push;

/**
 * Writes {@link StageCode#runs}: for every run a counted loop over vectors of cells, in which the
 * neighbour (di, dj) of cell c is at {@code c + di} plus the run's distance for dj.
 */
final class RunsMethod extends StageMethod {
  private final VectorSpecies<Double> species;
  private final Map<FieldRow, Push> rowStarts = new HashMap<>();
  private Push cell = () -> {};

  /** A field and an offset along y. */
  private record FieldRow(int field, int dj) {
    static FieldRow of(Expr read) {
      return new FieldRow(read.field(), read.dj());
    }
  }

  RunsMethod(
      CodeBuilder code,
      VectorSpecies<Double> species,
      LoweredProgram program,
      ReadOffsets offsets,
      Stage stage) {
    super(code, new VectorLanes(code, species), program, offsets, stage);
    this.species = species;
  }

  @Override
  void writeLoops() {
    Push runs = local(TypeKind.REFERENCE, () -> pushData("runs", INDICES));
    loop(() -> code.iload(FIRST), () -> code.iload(LAST), 1, run -> writeRun(runs, run));
  }

  private void writeRun(Push runs, Push run) {
    Push entry =
        local(
            TypeKind.INT,
            () -> {
              run.write();
              code.loadConstant(2 + offsets.rows().size()).imul();
            });
    for (Expr read : reads()) {
      rowStarts.computeIfAbsent(FieldRow.of(read), key -> rowStart(read, runs, entry));
    }
    Push start = local(TypeKind.INT, () -> pushElement(runs, entry, 0));
    Push limit = local(TypeKind.INT, () -> pushElement(runs, entry, 1));
    loop(
        start,
        limit,
        species.length(),
        index -> {
          cell = index;
          writeSteps();
        });
  }

  private Push rowStart(Expr read, Push runs, Push entry) {
    if (read.dj() == 0) {
      return () -> pushFieldStart(read.field());
    }
    return local(
        TypeKind.INT,
        () -> {
          pushFieldStart(read.field());
          pushElement(runs, entry, 2 + offsets.row(read));
          code.iadd();
        });
  }

  @Override
  void pushCell() {
    cell.write();
  }

  @Override
  void pushIndex(Expr read) {
    Objects.requireNonNull(rowStarts.get(FieldRow.of(read))).write();
    cell.write();
    code.iadd().loadConstant(read.di()).iadd();
  }
}
