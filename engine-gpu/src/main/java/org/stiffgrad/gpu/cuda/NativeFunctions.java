package org.stiffgrad.gpu.cuda;

import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Implements an interface of {@link NativeFunction}s by the functions of a library. Parameters and
 * results are as wide as in C; addresses are longs, so that a call makes no objects. The handles
 * are constants of a generated class, which lets the JIT compile a call to little more than the
 * native one.
 */
final class NativeFunctions {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private NativeFunctions() {}

  /**
   * @param type an interface of this package
   * @throws NoSuchElementException if the library lacks a function, with its name as message
   */
  static <T> T bind(Class<T> type, SymbolLookup library) {
    Method[] methods =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(NativeFunction.class))
            .toArray(Method[]::new);
    List<MethodHandle> handles = new ArrayList<>();
    for (Method method : methods) {
      handles.add(handle(method, library));
    }
    ClassDesc name = ClassDesc.of(type.getName() + "Binding");
    byte[] bytes = ClassFile.of().build(name, builder -> implement(builder, type, methods));
    try {
      MethodHandles.Lookup made = LOOKUP.defineHiddenClassWithClassData(bytes, handles, true);
      return type.cast(
          made.findConstructor(
                  made.lookupClass(), java.lang.invoke.MethodType.methodType(void.class))
              .invoke());
    } catch (Error | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("The functions of a library cannot be bound.", e);
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle handle(Method method, SymbolLookup library) {
    NativeFunction function = method.getAnnotation(NativeFunction.class);
    MemorySegment address =
        library
            .find(function.value())
            .orElseThrow(() -> new NoSuchElementException(function.value()));
    MemoryLayout[] parameters =
        Arrays.stream(method.getParameterTypes())
            .map(NativeFunctions::layout)
            .toArray(MemoryLayout[]::new);
    return Linker.nativeLinker()
        .downcallHandle(address, FunctionDescriptor.of(layout(method.getReturnType()), parameters));
  }

  private static MemoryLayout layout(Class<?> type) {
    if (type == int.class) {
      return ValueLayout.JAVA_INT;
    }
    if (type == long.class) {
      return ValueLayout.JAVA_LONG;
    }
    if (type == byte.class) {
      return ValueLayout.JAVA_BYTE;
    }
    throw new IllegalArgumentException("No native function here has a " + type + ".");
  }

  private static void implement(ClassBuilder builder, Class<?> type, Method[] methods) {
    builder.withInterfaceSymbols(type.describeConstable().orElseThrow());
    builder.withMethodBody(
        INIT_NAME,
        MTD_void,
        ClassFile.ACC_PUBLIC,
        code -> code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_());
    for (int i = 0; i < methods.length; i++) {
      Method method = methods[i];
      MethodTypeDesc signature =
          MethodTypeDesc.of(
              descriptor(method.getReturnType()),
              Arrays.stream(method.getParameterTypes())
                  .map(NativeFunctions::descriptor)
                  .toArray(ClassDesc[]::new));
      var handle =
          DynamicConstantDesc.ofNamed(
              ConstantDescs.BSM_CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, CD_MethodHandle, i);
      builder.withMethodBody(
          method.getName(),
          signature,
          ClassFile.ACC_PUBLIC,
          code -> {
            code.loadConstant(handle);
            for (int p = 0; p < signature.parameterCount(); p++) {
              code.loadLocal(TypeKind.from(signature.parameterType(p)), code.parameterSlot(p));
            }
            code.invokevirtual(CD_MethodHandle, "invokeExact", signature);
            code.return_(TypeKind.from(signature.returnType()));
          });
    }
  }

  private static ClassDesc descriptor(Class<?> type) {
    return type == void.class ? CD_void : type.describeConstable().orElseThrow();
  }
}
