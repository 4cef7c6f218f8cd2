package org.stiffgrad.simd.stencil;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.HeapBuffer;
import org.stiffgrad.expression.Expr;
import org.stiffgrad.expression.LoweredProgram;
import org.stiffgrad.expression.LoweredProgram.Source;
import org.stiffgrad.simd.stencil.Lanes.Push;
import org.stiffgrad.simd.stencil.Step.Argument;

/**
 * Writes one method of a stage: arrays, starts of fields and invariants go to local variables
 * first, then come the loops, then within them each step once. Invariants become vectors within the
 * loops only; from there the virtual machine moves them out without ever making objects of them.
 *
 * <p>Subclasses know how cells are enumerated and how a read finds its neighbour.
 */
abstract class StageMethod {
  static final ClassDesc DATA = describe(KernelData.class);
  static final ClassDesc NUMBERS = ConstantDescs.CD_double.arrayType();
  static final ClassDesc INDICES = ConstantDescs.CD_int.arrayType();
  private static final ClassDesc BUFFER = describe(Buffer.class);
  private static final ClassDesc HEAP_BUFFER = describe(HeapBuffer.class);

  /** The type of the methods of {@link StageCode}. */
  static final MethodTypeDesc TYPE =
      MethodTypeDesc.of(
          ConstantDescs.CD_void,
          BUFFER.arrayType(),
          NUMBERS,
          DATA,
          ConstantDescs.CD_int,
          ConstantDescs.CD_int,
          ConstantDescs.CD_int);

  private static final int OPERANDS = 1;
  private static final int RESULT = 2;
  static final int KERNEL_DATA = 3;
  static final int FIRST = 4;
  static final int LAST = 5;
  private static final int ORIGIN = 6;

  final CodeBuilder code;
  final ReadOffsets offsets;
  private final Lanes lanes;
  private final LoweredProgram program;
  private final Stage stage;
  private final Map<Integer, Push> operands = new HashMap<>();
  private final Map<Integer, Push> tables = new HashMap<>();
  private final Map<Integer, Push> fieldStarts = new HashMap<>();
  private final Map<Integer, Push> slotStarts = new HashMap<>();
  private final Map<Argument, Push> invariants = new HashMap<>();
  private final Map<Argument, Push> broadcasts = new HashMap<>();
  private final Map<Expr, Push> values = new HashMap<>();
  private Push scratch = () -> {};

  StageMethod(
      CodeBuilder code, Lanes lanes, LoweredProgram program, ReadOffsets offsets, Stage stage) {
    this.code = code;
    this.lanes = lanes;
    this.program = program;
    this.offsets = offsets;
    this.stage = stage;
  }

  static ClassDesc describe(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  /** Writes the loops over cells, with {@link #writeSteps} as their body. */
  abstract void writeLoops();

  /** Pushes the index of the current cell, or of the first of the current cells. */
  abstract void pushCell();

  /** Pushes the index, within its operand, of what a read reads for the current cell. */
  abstract void pushIndex(Expr read);

  final void write() {
    if (!stage.imports().isEmpty() || !stage.exports().isEmpty()) {
      scratch = local(TypeKind.REFERENCE, () -> pushData("scratch", NUMBERS));
    }
    needed().forEach(this::prepare);
    stage.exports().values().forEach(this::prepareSlot);
    stage.outputs().forEach(k -> fieldStarts.computeIfAbsent(k, this::fieldStart));
    writeLoops();
    code.return_();
  }

  private Argument output(int k) {
    return new Argument(program.program().outputs().get(k), false);
  }

  /** Sets up, ahead of the loops, what the argument's value will be made of. */
  private void prepare(Argument a) {
    Expr e = a.node();
    switch (program.source(e)) {
      case CONSTANT, UNIFORM -> invariants.computeIfAbsent(a, this::invariant);
      case TABLE -> tables.computeIfAbsent(program.tableIndex(e), this::table);
      case READ -> {
        operands.computeIfAbsent(program.operandIndex(e), this::operand);
        fieldStarts.computeIfAbsent(e.field(), this::fieldStart);
      }
      case OPERATION -> {
        Integer slot = stage.imports().get(e);
        if (slot != null) {
          prepareSlot(slot);
        }
      }
    }
  }

  private Push invariant(Argument a) {
    Push number =
        program.source(a.node()) == Source.CONSTANT
            ? () -> code.loadConstant(a.node().value())
            : () -> {
              pushData("uniforms", NUMBERS);
              code.loadConstant(program.uniformIndex(a.node())).daload();
            };
    Push signed =
        () -> {
          number.write();
          if (a.negated()) {
            code.dneg();
          }
        };
    return local(TypeKind.DOUBLE, signed);
  }

  private Push table(int index) {
    return local(
        TypeKind.REFERENCE,
        () -> {
          pushData("tables", NUMBERS.arrayType());
          code.loadConstant(index).aaload();
        });
  }

  private Push operand(int index) {
    return local(
        TypeKind.REFERENCE,
        () -> {
          code.aload(OPERANDS).loadConstant(index).aaload();
          code.invokestatic(HEAP_BUFFER, "elements", MethodTypeDesc.of(NUMBERS, BUFFER));
        });
  }

  private Push fieldStart(int field) {
    if (field == 0) {
      return code::iconst_0;
    }
    return local(
        TypeKind.INT,
        () -> {
          pushData("cells", ConstantDescs.CD_int);
          code.loadConstant(field).imul();
        });
  }

  private void prepareSlot(int slot) {
    slotStarts.computeIfAbsent(
        slot,
        s ->
            local(
                TypeKind.INT,
                () -> {
                  pushData("scratchStride", ConstantDescs.CD_int);
                  code.loadConstant(s).imul().iload(ORIGIN).isub();
                }));
  }

  /** Pushes a field of the {@link KernelData}. */
  final void pushData(String name, ClassDesc type) {
    code.aload(KERNEL_DATA).getfield(DATA, name, type);
  }

  /** Pushes {@code array[start + offset]} of an index table. */
  final void pushElement(Push array, Push start, int offset) {
    array.write();
    start.write();
    code.loadConstant(offset).iadd().iaload();
  }

  /** A new local variable with what is pushed. */
  final Push local(TypeKind type, Push initial) {
    initial.write();
    int slot = code.allocateLocal(type);
    code.storeLocal(type, slot);
    return () -> code.loadLocal(type, slot);
  }

  /** Writes {@code for (int index = first; index < limit; index += step) body}. */
  final void loop(Push first, Push limit, int step, Consumer<Push> body) {
    first.write();
    int index = code.allocateLocal(TypeKind.INT);
    code.istore(index);
    Label head = code.newLabel();
    Label exit = code.newLabel();
    code.labelBinding(head).iload(index);
    limit.write();
    code.if_icmpge(exit);
    body.accept(() -> code.iload(index));
    code.iinc(index, step).goto_(head).labelBinding(exit);
  }

  /** The nodes that the stage reads from operands. */
  final List<Expr> reads() {
    return needed()
        .map(Argument::node)
        .filter(e -> program.source(e) == Source.READ)
        .distinct()
        .toList();
  }

  /** What the stage needs the values of. */
  private Stream<Argument> needed() {
    return Stream.concat(
        stage.steps().stream().flatMap(step -> step.arguments().stream()),
        stage.outputs().stream().map(this::output));
  }

  /** Pushes the index of the start of a field in its operand. */
  final void pushFieldStart(int field) {
    required(fieldStarts, field).write();
  }

  private static <K> Push required(Map<K, Push> pushes, K key) {
    return Objects.requireNonNull(pushes.get(key));
  }

  private void pushInCell(Push start) {
    start.write();
    pushCell();
    code.iadd();
  }

  /** Writes every step for the current cells. */
  final void writeSteps() {
    Set<Integer> pending = new LinkedHashSet<>(stage.outputs());
    for (Step step : stage.steps()) {
      Expr e = step.node();
      Push value = local(lanes.type(), operation(step));
      values.put(e, value);
      Integer slot = stage.exports().get(e);
      if (slot != null) {
        lanes.store(value, scratch, () -> pushInCell(required(slotStarts, slot)));
      }
      stage.outputs().stream().filter(k -> output(k).node() == e).forEach(this::store);
      pending.removeIf(k -> output(k).node() == e);
    }
    pending.forEach(this::store);
  }

  private Push operation(Step step) {
    Push[] arguments = step.arguments().stream().map(this::value).toArray(Push[]::new);
    Expr e = step.node();
    return step.contracted()
        ? () -> lanes.fusedMultiplyAdd(arguments[0], arguments[1], arguments[2])
        : () -> lanes.operation(e.operation(), e.value(), arguments);
  }

  private void store(int k) {
    Push value = value(output(k));
    lanes.store(value, () -> code.aload(RESULT), () -> pushInCell(required(fieldStarts, k)));
  }

  private Push value(Argument a) {
    Expr e = a.node();
    return Step.isInvariant(e, program)
        ? broadcasts.computeIfAbsent(
            a, key -> local(lanes.type(), () -> lanes.broadcast(required(invariants, key))))
        : values.computeIfAbsent(e, this::loaded);
  }

  /** Loads what the stage does not compute. */
  private Push loaded(Expr e) {
    return local(
        lanes.type(),
        () -> {
          switch (program.source(e)) {
            case READ ->
                lanes.load(required(operands, program.operandIndex(e)), () -> pushIndex(e));
            case TABLE -> lanes.load(required(tables, program.tableIndex(e)), this::pushCell);
            default ->
                lanes.load(
                    scratch,
                    () -> pushInCell(required(slotStarts, stage.imports().getOrDefault(e, 0))));
          }
        });
  }
}
