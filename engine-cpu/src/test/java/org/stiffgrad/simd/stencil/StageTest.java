package org.stiffgrad.simd.stencil;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.util.List;
import jdk.incubator.vector.DoubleVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stiffgrad.backend.ArtificialModel2d;
import org.stiffgrad.backend.LargeModel2d;
import org.stiffgrad.expression.LoweredProgram;
import org.stiffgrad.expression.ModelPrograms;
import org.stiffgrad.expression.StencilProgram;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.StencilModel;

final class StageTest {
  /** HotSpot's HugeMethodLimit: longer methods are never compiled. */
  private static final int LONGEST_COMPILED = 8000;

  @Test
  void everyProgramOfTheBrusselatorIsOneStage() {
    for (StencilProgram program : new ModelPrograms(new Brusselator2d()).all()) {
      assertEquals(1, stages(program).size(), program.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyMethodIsShortEnoughToBeCompiled(boolean large) {
    StencilModel model = large ? new LargeModel2d() : new ArtificialModel2d();
    int most = 0;
    for (StencilProgram program : new ModelPrograms(model).all()) {
      List<Stage> stages = stages(program);
      most = Math.max(most, stages.size());
      LoweredProgram lowered = new LoweredProgram(program);
      StageCompiler compiler =
          new StageCompiler(lowered, ReadOffsets.of(lowered.reads()), DoubleVector.SPECIES_256);
      for (Stage stage : stages) {
        for (MethodModel method : ClassFile.of().parse(compiler.classFile(stage)).methods()) {
          int length = method.findAttribute(Attributes.code()).orElseThrow().codeLength();
          assertTrue(
              length < LONGEST_COMPILED,
              program + " " + method.methodName() + " has " + length + " bytecodes");
        }
      }
    }
    assertTrue(most > 1, "The model does not test the division.");
  }

  private static List<Stage> stages(StencilProgram program) {
    return Stage.divide(new LoweredProgram(program), true, SimdStencilCompiler.STAGE_LIMIT);
  }
}
