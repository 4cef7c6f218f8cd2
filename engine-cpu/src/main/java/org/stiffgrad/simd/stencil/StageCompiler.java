package org.stiffgrad.simd.stencil;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.VectorSpecies;
import org.stiffgrad.expression.LoweredProgram;

/** Turns stages into hidden classes that implement {@link StageCode}. */
final class StageCompiler {
  private static final ClassDesc CODE = StageMethod.describe(StageCode.class);

  private final LoweredProgram program;
  private final ReadOffsets offsets;
  private final VectorSpecies<Double> species;

  StageCompiler(LoweredProgram program, ReadOffsets offsets, VectorSpecies<Double> species) {
    this.program = program;
    this.offsets = offsets;
    this.species = species;
  }

  StageCode compile(Stage stage) {
    try {
      MethodHandles.Lookup lookup =
          MethodHandles.lookup().defineHiddenClass(classFile(stage), true);
      return (StageCode) lookup.lookupClass().getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "The generated code of " + program.program() + " failed to load.", e);
    }
  }

  /** The class file of a stage. */
  byte[] classFile(Stage stage) {
    ClassDesc self =
        ClassDesc.of(
            StageCompiler.class.getPackageName(),
            "Stencil_%s_%d"
                .formatted(
                    program.program().name().replaceAll("\\W", "_"), species.vectorBitSize()));
    return ClassFile.of()
        .build(
            self,
            type -> {
              type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
                  .withInterfaceSymbols(CODE);
              type.withMethodBody(
                  ConstantDescs.INIT_NAME,
                  ConstantDescs.MTD_void,
                  0,
                  code ->
                      code.aload(0)
                          .invokespecial(
                              ConstantDescs.CD_Object,
                              ConstantDescs.INIT_NAME,
                              ConstantDescs.MTD_void)
                          .return_());
              type.withMethodBody(
                  "runs",
                  StageMethod.TYPE,
                  ClassFile.ACC_PUBLIC,
                  code -> new RunsMethod(code, species, program, offsets, stage).write());
              type.withMethodBody(
                  "singles",
                  StageMethod.TYPE,
                  ClassFile.ACC_PUBLIC,
                  code -> new SinglesMethod(code, program, offsets, stage).write());
            });
  }
}
