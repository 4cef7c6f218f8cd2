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
          List.of(INT, ARRAY, INT, INT, ARRAY, INT, INT, INT, DOUBLE, ARRAY, INT, INT));

  private static final MethodTypeDesc TILES = TILE.insertParameterTypes(0, INT, INT, INT, INT);

  /** Columns of B that share an index: of six, three leave the fewest indices and distances. */
  private static final int GROUP = 3;

  private final MethodHandles.Lookup lookup;
  private final int lanes;
  private final String speciesField;

  /** What a kernel takes for granted of its operands. */
  enum Layout {
    /**
     * Nothing. The columns of B are reached from a few indices, which move by a distance that the
     * JIT does not know: it then checks every one, but keeps them all in registers. Of a known
     * distance it would make an index of each column, and have registers for half of them.
     */
    ANY,

    /** The columns of B are contiguous. All checks of its indices are done before the loop. */
    BY_COLUMNS,

    /** Likewise, and A is packed in panels of the height of the tile, so that its are as well. */
    PACKED_BY_COLUMNS,

    /** A is packed, and the rows of B are contiguous. */
    PACKED_BY_ROWS
  }

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

  /** A kernel for tiles of a height in vectors and a width in columns. */
  GemmKernel generate(Layout layout, int vectors, int columns) {
    String name = "GemmKernel%dx%d_%s".formatted(vectors * lanes, columns, layout);
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
                        .withMethodBody("tiles", TILES, 0, code -> emitTiles(code, self))
                        .withMethodBody(
                            "tile",
                            TILE,
                            ClassFile.ACC_STATIC,
                            code -> new Tile(code, layout, vectors, columns).emit()));
    try {
      MethodHandles.Lookup hidden = lookup.defineHiddenClass(bytes, true);
      return (GemmKernel)
          hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class)).invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("The kernel " + name + " cannot be loaded.", e);
    }
  }

  /**
   * Emits the body of {@link GemmKernel#tiles}, a loop of calls: with the loop over tiles around
   * it, the inner loop of a tile would get fewer registers.
   */
  private static void emitTiles(CodeBuilder code, ClassDesc self) {
    int steps = TILES.parameterCount() - TILE.parameterCount();
    int tile = code.allocateLocal(TypeKind.INT);
    Label head = code.newLabel();
    Label done = code.newLabel();
    code.iconst_0().istore(tile);
    code.labelBinding(head);
    code.iload(tile).iload(code.parameterSlot(0)).if_icmpge(done);
    for (int i = 0; i < TILE.parameterCount(); i++) {
      code.loadLocal(TypeKind.from(TILE.parameterType(i)), code.parameterSlot(steps + i));
    }
    code.invokestatic(self, "tile", TILE);
    int step = 1;
    for (int i = 0; i < TILE.parameterCount(); i++) {
      if (TILE.parameterType(i).isArray()) {
        int offset = code.parameterSlot(steps + i + 1);
        code.iload(offset).iload(code.parameterSlot(step)).iadd().istore(offset);
        step++;
      }
    }
    code.iinc(tile, 1);
    code.goto_(head);
    code.labelBinding(done);
    code.return_();
  }

  private static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  /** Emits a method for one tile, with the parameters of {@link GemmKernel#tiles} from k on. */
  private final class Tile {
    private final CodeBuilder code;
    private final Layout layout;
    private final int vectors;
    private final int columns;

    // Parameter slots.
    private final int k;
    private final int a;
    private final int aOffset;
    private final int aColumn;
    private final int b;
    private final int bOffset;
    private final int bRow;
    private final int bColumn;
    private final int factor;
    private final int c;
    private final int cOffset;
    private final int cColumn;

    // Slots of local variables; those called first... are followed by others of their kind.
    private final int l;
    private final int aIndex;
    private final int cIndex;
    private final int twoColumns;
    private final int bVector;
    private final int factorVector;
    private final int firstIndex;
    private final int firstA;
    private final int firstAccumulator;

    Tile(CodeBuilder code, Layout layout, int vectors, int columns) {
      this.code = code;
      this.layout = layout;
      this.vectors = vectors;
      this.columns = columns;
      k = code.parameterSlot(0);
      a = code.parameterSlot(1);
      aOffset = code.parameterSlot(2);
      aColumn = code.parameterSlot(3);
      b = code.parameterSlot(4);
      bOffset = code.parameterSlot(5);
      bRow = code.parameterSlot(6);
      bColumn = code.parameterSlot(7);
      factor = code.parameterSlot(8);
      c = code.parameterSlot(9);
      cOffset = code.parameterSlot(10);
      cColumn = code.parameterSlot(11);
      l = allocate(1);
      aIndex = allocate(1);
      cIndex = allocate(1);
      twoColumns = allocate(1);
      bVector = allocate(1);
      factorVector = allocate(1);
      firstIndex = allocate(columns);
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

    private void innerLoop() {
      Label head = code.newLabel();
      Label done = code.newLabel();
      firstIndices();
      code.iconst_0().istore(l);
      code.labelBinding(head);
      code.iload(l).iload(k).if_icmpge(done);
      if (layout != Layout.ANY) {
        code.iload(aOffset).iload(l);
        if (packed()) {
          code.loadConstant(vectors * lanes);
        } else {
          code.iload(aColumn);
        }
        code.imul().iadd().istore(aIndex);
      }
      for (int v = 0; v < vectors; v++) {
        fromArray(a, aIndex, v);
        code.astore(firstA + v);
      }
      if (layout == Layout.PACKED_BY_ROWS) {
        code.iload(bOffset).iload(l).iload(bRow).imul().iadd().istore(firstIndex);
      }
      for (int j = 0; j < columns; j++) {
        species();
        code.aload(b);
        indexOfB(j);
        code.daload();
        broadcastTo(bVector);
        for (int v = 0; v < vectors; v++) {
          code.aload(firstA + v).aload(bVector).aload(accumulator(v, j));
          fma();
          code.astore(accumulator(v, j));
        }
      }
      nextIndices();
      code.iinc(l, 1);
      code.goto_(head);
      code.labelBinding(done);
    }

    private boolean packed() {
      return layout == Layout.PACKED_BY_COLUMNS || layout == Layout.PACKED_BY_ROWS;
    }

    /** The distance of the columns of B that have an index, or 0. */
    private int group() {
      return switch (layout) {
        case ANY -> GROUP;
        case BY_COLUMNS, PACKED_BY_COLUMNS -> 1;
        case PACKED_BY_ROWS -> 0;
      };
    }

    /** Sets the indices of the first column of A and the first row of B. */
    private void firstIndices() {
      code.iload(aOffset).istore(aIndex);
      code.iload(bColumn).iload(bColumn).iadd().istore(twoColumns);
      for (int j = 0; group() > 0 && j < columns; j += group()) {
        code.iload(bOffset).loadConstant(j).iload(bColumn).imul().iadd().istore(firstIndex + j);
      }
    }

    /** Pushes the index of element (l, j) of B. */
    private void indexOfB(int j) {
      switch (layout) {
        case ANY -> {
          code.iload(firstIndex + j - j % GROUP);
          if (j % GROUP != 0) {
            code.iload(j % GROUP == 1 ? bColumn : twoColumns).iadd();
          }
        }
        case BY_COLUMNS, PACKED_BY_COLUMNS -> code.iload(l).iload(firstIndex + j).iadd();
        case PACKED_BY_ROWS -> {
          code.iload(firstIndex);
          plus(j);
        }
      }
    }

    private void nextIndices() {
      if (layout == Layout.ANY) {
        code.iload(aIndex).iload(aColumn).iadd().istore(aIndex);
        for (int j = 0; j < columns; j += GROUP) {
          code.iload(firstIndex + j).iload(bRow).iadd().istore(firstIndex + j);
        }
      }
    }

    /** Stores the accumulators, or adds them to C times the factor, and returns. */
    private void writeBack(boolean accumulate) {
      code.iload(cOffset).istore(cIndex);
      for (int j = 0; j < columns; j++) {
        for (int v = 0; v < vectors; v++) {
          code.aload(accumulator(v, j));
          if (accumulate) {
            code.aload(factorVector);
            fromArray(c, cIndex, v);
            fma();
          }
          intoArray(c, cIndex, v);
        }
        code.iload(cIndex).iload(cColumn).iadd().istore(cIndex);
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
