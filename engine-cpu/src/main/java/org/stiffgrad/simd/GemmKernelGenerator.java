package org.stiffgrad.simd;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Generates {@link GemmKernel}s as hidden classes. A kernel of v vectors and n columns keeps v n
 * accumulators in local variables, which the JIT holds in registers as long as there are enough of
 * them; arrays of vectors would be boxed. There are no masks: masked accesses in a method of this
 * size exceed what the JIT's first compiler can hold, and the method would then stay slow.
 */
final class GemmKernelGenerator {
  private static final ClassDesc VECTOR = desc(Vector.class);
  private static final ClassDesc DOUBLE_VECTOR = desc(DoubleVector.class);
  private static final ClassDesc SPECIES = desc(VectorSpecies.class);
  private static final ClassDesc KERNEL = desc(GemmKernel.class);
  private static final ClassDesc INT = ConstantDescs.CD_int;
  private static final ClassDesc DOUBLE = ConstantDescs.CD_double;
  private static final ClassDesc ARRAY = DOUBLE.arrayType();

  private static final MethodTypeDesc CONSTRUCTOR = MethodTypeDesc.of(ConstantDescs.CD_void, INT);

  private static final MethodTypeDesc TILE =
      MethodTypeDesc.of(
          ConstantDescs.CD_void,
          List.of(INT, ARRAY, INT, INT, ARRAY, INT, INT, DOUBLE, ARRAY, INT, INT));

  private final MethodHandles.Lookup lookup;
  private final int lanes;
  private final String speciesField;

  /**
   * A generator of kernels for one species.
   *
   * @param lookup full access to the package of {@link GemmKernel}
   */
  GemmKernelGenerator(MethodHandles.Lookup lookup, VectorSpecies<Double> species) {
    this.lookup = lookup;
    lanes = species.length();
    speciesField = "SPECIES_" + species.vectorBitSize();
  }

  /**
   * A kernel for tiles of a height in vectors and a width in columns.
   *
   * @param rows whether it is for a B with contiguous rows
   * @param packed whether it is for packed panels of A of its height
   */
  GemmKernel generate(int vectors, int columns, boolean rows, boolean packed) {
    String name =
        "GemmKernel%dx%d%s%s"
            .formatted(
                vectors * lanes, columns, rows ? "ByRows" : "", packed ? "Packed" : "InPlace");
    ClassDesc self = ClassDesc.of(lookup.lookupClass().getPackageName(), name);
    byte[] bytes =
        ClassFile.of()
            .build(
                self,
                type ->
                    type.withSuperclass(KERNEL)
                        .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                        .withMethodBody(
                            ConstantDescs.INIT_NAME,
                            ConstantDescs.MTD_void,
                            0,
                            code ->
                                code.aload(0)
                                    .loadConstant(columns)
                                    .invokespecial(KERNEL, ConstantDescs.INIT_NAME, CONSTRUCTOR)
                                    .return_())
                        .withMethodBody(
                            "tile",
                            TILE,
                            0,
                            code -> new Body(code, vectors, columns, rows, packed).emit()));
    try {
      MethodHandles.Lookup hidden = lookup.defineHiddenClass(bytes, true);
      return (GemmKernel)
          hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class)).invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("The kernel " + name + " cannot be loaded.", e);
    }
  }

  private static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  /** Emits the body of {@link GemmKernel#tile}. */
  private final class Body {
    private final CodeBuilder code;
    private final int vectors;
    private final int columns;
    private final boolean rows;
    private final boolean packed;

    // Parameter slots, in the order of GemmKernel.tile.
    private final int k;
    private final int a;
    private final int aOffset;
    private final int aColumn;
    private final int b;
    private final int bOffset;
    private final int bStep;
    private final int factor;
    private final int c;
    private final int cOffset;
    private final int cColumn;

    // Slots of local variables; those called first... are followed by others of their kind.
    private final int l;
    private final int aIndex;
    private final int cIndex;
    private final int bIndex;
    private final int bVector;
    private final int factorVector;
    private final int firstOffset;
    private final int firstA;
    private final int firstAccumulator;

    Body(CodeBuilder code, int vectors, int columns, boolean rows, boolean packed) {
      this.code = code;
      this.vectors = vectors;
      this.columns = columns;
      this.rows = rows;
      this.packed = packed;
      k = code.parameterSlot(0);
      a = code.parameterSlot(1);
      aOffset = code.parameterSlot(2);
      aColumn = code.parameterSlot(3);
      b = code.parameterSlot(4);
      bOffset = code.parameterSlot(5);
      bStep = code.parameterSlot(6);
      factor = code.parameterSlot(7);
      c = code.parameterSlot(8);
      cOffset = code.parameterSlot(9);
      cColumn = code.parameterSlot(10);
      l = allocate(1);
      aIndex = allocate(1);
      cIndex = allocate(1);
      bVector = allocate(1);
      factorVector = allocate(1);
      bIndex = allocate(1);
      firstOffset = allocate(columns);
      firstA = allocate(vectors);
      firstAccumulator = allocate(vectors * columns);
    }

    private int allocate(int slots) {
      int first = code.allocateLocal(TypeKind.INT);
      for (int i = 1; i < slots; i++) {
        code.allocateLocal(TypeKind.INT);
      }
      return first;
    }

    void emit() {
      for (int i = 0; i < vectors * columns; i++) {
        species();
        code.invokestatic(DOUBLE_VECTOR, "zero", MethodTypeDesc.of(DOUBLE_VECTOR, SPECIES));
        code.astore(firstAccumulator + i);
      }
      if (!rows) {
        columnOffsets();
      }
      innerLoop();
      Label accumulate = code.newLabel();
      code.dload(factor).dconst_0().dcmpl().ifne(accumulate);
      writeBack(false);
      code.labelBinding(accumulate);
      species();
      code.dload(factor);
      broadcastTo(factorVector);
      writeBack(true);
    }

    /** {@code offset_j = bOffset + j bStep}. */
    private void columnOffsets() {
      for (int j = 0; j < columns; j++) {
        code.iload(bOffset).loadConstant(j).iload(bStep).imul().iadd().istore(firstOffset + j);
      }
    }

    private void innerLoop() {
      Label head = code.newLabel();
      Label done = code.newLabel();
      code.iconst_0().istore(l);
      code.labelBinding(head);
      code.iload(l).iload(k).if_icmpge(done);
      // With a constant distance of columns the JIT moves the checks of indices out of the loop.
      code.iload(aOffset).iload(l);
      if (packed) {
        code.loadConstant(vectors * lanes);
      } else {
        code.iload(aColumn);
      }
      code.imul().iadd().istore(aIndex);
      for (int v = 0; v < vectors; v++) {
        fromArray(a, aIndex, v);
        code.astore(firstA + v);
      }
      if (rows) {
        code.iload(bOffset).iload(l).iload(bStep).imul().iadd().istore(bIndex);
      }
      for (int j = 0; j < columns; j++) {
        species();
        code.aload(b);
        if (rows) {
          code.iload(bIndex);
          plus(j);
        } else {
          code.iload(l).iload(firstOffset + j).iadd();
        }
        code.daload();
        broadcastTo(bVector);
        for (int v = 0; v < vectors; v++) {
          code.aload(firstA + v).aload(bVector).aload(accumulator(v, j));
          fma();
          code.astore(accumulator(v, j));
        }
      }
      code.iinc(l, 1);
      code.goto_(head);
      code.labelBinding(done);
    }

    /** Stores the accumulators, or adds them to C times the factor, and returns. */
    private void writeBack(boolean accumulate) {
      for (int j = 0; j < columns; j++) {
        code.iload(cOffset).loadConstant(j).iload(cColumn).imul().iadd().istore(cIndex);
        for (int v = 0; v < vectors; v++) {
          code.aload(accumulator(v, j));
          if (accumulate) {
            code.aload(factorVector);
            fromArray(c, cIndex, v);
            fma();
          }
          intoArray(c, cIndex, v);
        }
      }
      code.return_();
    }

    private void fromArray(int array, int index, int v) {
      species();
      code.aload(array).iload(index);
      plus(v * lanes);
      code.invokestatic(
          DOUBLE_VECTOR, "fromArray", MethodTypeDesc.of(DOUBLE_VECTOR, SPECIES, ARRAY, INT));
    }

    private void intoArray(int array, int index, int v) {
      code.aload(array).iload(index);
      plus(v * lanes);
      code.invokevirtual(
          DOUBLE_VECTOR, "intoArray", MethodTypeDesc.of(ConstantDescs.CD_void, ARRAY, INT));
    }

    private void broadcastTo(int vector) {
      code.invokestatic(
          DOUBLE_VECTOR, "broadcast", MethodTypeDesc.of(DOUBLE_VECTOR, SPECIES, DOUBLE));
      code.astore(vector);
    }

    private void species() {
      code.getstatic(DOUBLE_VECTOR, speciesField, SPECIES);
    }

    private void fma() {
      code.invokevirtual(DOUBLE_VECTOR, "fma", MethodTypeDesc.of(DOUBLE_VECTOR, VECTOR, VECTOR));
    }

    private void plus(int constant) {
      if (constant != 0) {
        code.loadConstant(constant).iadd();
      }
    }

    private int accumulator(int v, int j) {
      return firstAccumulator + j * vectors + v;
    }
  }
}
