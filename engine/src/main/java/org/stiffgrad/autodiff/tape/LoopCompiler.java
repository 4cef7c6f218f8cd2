package org.stiffgrad.autodiff.tape;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/** Compiles instructions to classes. */
final class LoopCompiler {
  /* Few enough that the virtual machine compiles a method well, and that it compiles it at all. */
  private static final int LOOPS_PER_METHOD = 16;

  /* Few enough that all addresses find room in the constant pool of a class. */
  private static final int LOOPS_PER_CLASS = 4096;

  private static final ClassDesc NUMBERS = ConstantDescs.CD_double.arrayType();
  private static final ClassDesc INDICES = ConstantDescs.CD_int.arrayType();
  private static final MethodTypeDesc TYPE =
      MethodTypeDesc.of(ConstantDescs.CD_void, NUMBERS, INDICES);
  private static final ClassDesc INTERFACE = LoopCode.class.describeConstable().orElseThrow();
  private static final ClassDesc CLASS =
      ClassDesc.of(LoopCompiler.class.getPackageName(), "CompiledLoops");

  private LoopCompiler() {}

  /** The instructions in a few objects, to be run one after another. */
  static LoopCode[] compile(List<Loop> loops) {
    List<LoopCode> classes = new ArrayList<>();
    for (int from = 0; from < loops.size(); from += LOOPS_PER_CLASS) {
      int to = Math.min(loops.size(), from + LOOPS_PER_CLASS);
      classes.add(instance(loops.subList(from, to)));
    }
    return classes.toArray(LoopCode[]::new);
  }

  private static LoopCode instance(List<Loop> loops) {
    byte[] bytes = ClassFile.of().build(CLASS, type -> write(type, loops));
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
      return (LoopCode) lookup.lookupClass().getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The compiled instructions of a program failed to load.", e);
    }
  }

  private static void write(ClassBuilder type, List<Loop> loops) {
    type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC).withInterfaceSymbols(INTERFACE);
    type.withMethodBody(
        ConstantDescs.INIT_NAME,
        ConstantDescs.MTD_void,
        0,
        code ->
            code.aload(0)
                .invokespecial(
                    ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                .return_());
    int parts = Math.ceilDiv(loops.size(), LOOPS_PER_METHOD);
    for (int k = 0; k < parts; k++) {
      int from = k * LOOPS_PER_METHOD;
      int to = Math.min(loops.size(), from + LOOPS_PER_METHOD);
      type.withMethodBody(
          "part" + k, TYPE, ClassFile.ACC_STATIC, code -> part(code, loops.subList(from, to)));
    }
    type.withMethodBody("run", TYPE, ClassFile.ACC_PUBLIC, code -> callAll(code, parts));
  }

  private static void part(CodeBuilder code, List<Loop> loops) {
    LoopWriter writer = new LoopWriter(code, code.parameterSlot(0), code.parameterSlot(1));
    loops.forEach(writer::write);
    code.return_();
  }

  private static void callAll(CodeBuilder code, int parts) {
    for (int k = 0; k < parts; k++) {
      code.aload(code.parameterSlot(0)).aload(code.parameterSlot(1));
      code.invokestatic(CLASS, "part" + k, TYPE);
    }
    code.return_();
  }
}
