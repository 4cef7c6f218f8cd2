package org.stiffgrad.simd.stencil;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.util.HashMap;
import java.util.Map;
import org.stiffgrad.expression.Expr;
import org.stiffgrad.expression.LoweredProgram;
import org.stiffgrad.simd.stencil.Lanes.Push;

/** Writes {@link StageCode#singles}: one loop over cells whose neighbours are found in a table. */
final class SinglesMethod extends StageMethod {
  private final Map<Integer, Push> neighbours = new HashMap<>();
  private Push cell = () -> {};
  private Push singles = () -> {};
  private Push entry = () -> {};

  SinglesMethod(CodeBuilder code, LoweredProgram program, ReadOffsets offsets, Stage stage) {
    super(code, new ScalarLanes(code), program, offsets, stage);
  }

  @Override
  void writeLoops() {
    singles = local(TypeKind.REFERENCE, () -> pushData("singles", INDICES));
    loop(() -> code.iload(FIRST), () -> code.iload(LAST), 1, this::writeCell);
  }

  private void writeCell(Push single) {
    entry =
        local(
            TypeKind.INT,
            () -> {
              single.write();
              code.loadConstant(1 + offsets.neighbours().size()).imul();
            });
    cell = local(TypeKind.INT, () -> pushElement(singles, entry, 0));
    writeSteps();
  }

  @Override
  void pushCell() {
    cell.write();
  }

  @Override
  void pushIndex(Expr read) {
    pushFieldStart(read.field());
    int neighbour = offsets.neighbour(read);
    if (neighbour < 0) {
      cell.write();
    } else {
      neighbours
          .computeIfAbsent(
              neighbour, k -> local(TypeKind.INT, () -> pushElement(singles, entry, 1 + k)))
          .write();
    }
    code.iadd();
  }
}
