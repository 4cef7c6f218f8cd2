package org.stiffgrad.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A stencil program sorted by how often each part of it has to be evaluated.
 *
 * <p>Every maximal subexpression that depends
 *
 * <ul>
 *   <li>on x or y, and otherwise only on dx and constants, is a <em>table</em>: one value per cell,
 *       evaluated once per grid in plain IEEE arithmetic, so that a comparison of coordinates has
 *       the same outcome in every backend;
 *   <li>on t, dx and constants only is a <em>uniform</em>: one value per evaluation;
 * </ul>
 *
 * and what remains are <em>operations</em> of every cell on reads, tables, uniforms and constants.
 */
public final class LoweredProgram {
  /** Where the value of a node comes from while a cell is evaluated. */
  public enum Source {
    CONSTANT,
    UNIFORM,
    TABLE,
    READ,
    OPERATION
  }

  private final StencilProgram program;
  private final Map<Expr, Source> sources = new HashMap<>();
  private final Map<Expr, Integer> uniforms;
  private final Map<Expr, Integer> tables;
  private final List<Expr> reads;
  private final List<Expr> operations;
  private final Set<Expr> contractible;

  public LoweredProgram(StencilProgram program) {
    this.program = program;
    Set<Expr> timeDependent = new HashSet<>();
    for (Expr e : program.nodes()) {
      sources.put(e, classify(e, timeDependent));
    }
    Set<Expr> needed = new LinkedHashSet<>();
    for (Expr e : program.nodes()) {
      if (source(e) == Source.OPERATION) {
        needed.addAll(e.arguments());
        needed.add(e);
      }
    }
    needed.addAll(program.outputs());
    this.uniforms = numbered(needed, Source.UNIFORM);
    this.tables = numbered(needed, Source.TABLE);
    this.reads = of(needed, Source.READ);
    this.operations = program.nodes().stream().filter(this::isOperation).toList();
    this.contractible = contractible();
  }

  private Source classify(Expr e, Set<Expr> timeDependent) {
    boolean cell = false;
    boolean space = e.operation() == Operation.X || e.operation() == Operation.Y;
    boolean time = e.operation() == Operation.TIME;
    for (Expr a : e.arguments()) {
      cell |= source(a) == Source.READ || source(a) == Source.OPERATION;
      space |= source(a) == Source.TABLE;
      time |= timeDependent.contains(a);
    }
    if (time) {
      timeDependent.add(e);
    }
    return switch (e.operation()) {
      case CONSTANT -> Source.CONSTANT;
      case FIELD -> Source.READ;
      default -> cell || (space && time) ? Source.OPERATION : space ? Source.TABLE : Source.UNIFORM;
    };
  }

  private boolean isOperation(Expr e) {
    return source(e) == Source.OPERATION;
  }

  private List<Expr> of(Set<Expr> nodes, Source source) {
    return nodes.stream().filter(e -> source(e) == source).toList();
  }

  private Map<Expr, Integer> numbered(Set<Expr> nodes, Source source) {
    Map<Expr, Integer> numbers = new LinkedHashMap<>();
    of(nodes, source).forEach(e -> numbers.put(e, numbers.size()));
    return Collections.unmodifiableMap(numbers);
  }

  private Set<Expr> contractible() {
    List<Expr> compared = new ArrayList<>();
    List<Expr> used = new ArrayList<>(program.outputs());
    Set<Expr> summed = new HashSet<>();
    for (Expr e : operations) {
      used.addAll(e.arguments());
      switch (e.operation()) {
        case SELECT -> compared.addAll(e.arguments().subList(0, 2));
        case ADD, SUBTRACT -> summed.addAll(e.arguments());
        default -> {}
      }
    }
    Map<Expr, Integer> uses = new HashMap<>();
    used.forEach(e -> uses.merge(e, 1, Integer::sum));
    Set<Expr> products = new HashSet<>(operations);
    products.removeIf(e -> e.operation() != Operation.MULTIPLY || uses.getOrDefault(e, 0) != 1);
    products.retainAll(summed);
    Differentiation.reachable(compared).forEach(products::remove);
    return products;
  }

  public StencilProgram program() {
    return program;
  }

  /** Where the value of a node of the program comes from. */
  public Source source(Expr e) {
    Source source = sources.get(e);
    if (source == null) {
      throw new IllegalArgumentException("The program " + program + " has no node " + e + ".");
    }
    return source;
  }

  /** The uniforms that operations or outputs use. */
  public List<Expr> uniforms() {
    return List.copyOf(uniforms.keySet());
  }

  /** The tables that operations or outputs use. */
  public List<Expr> tables() {
    return List.copyOf(tables.keySet());
  }

  /** The distinct reads, in the order in which operations need them. */
  public List<Expr> reads() {
    return reads;
  }

  /** The operations of every cell, arguments before their users. */
  public List<Expr> operations() {
    return operations;
  }

  private static int position(Map<Expr, Integer> positions, Expr e) {
    Integer position = positions.get(e);
    if (position == null) {
      throw new IllegalArgumentException("The node " + e + " is not among " + positions + ".");
    }
    return position;
  }

  /** The position of a uniform in {@link #uniforms()}. */
  public int uniformIndex(Expr uniform) {
    return position(uniforms, uniform);
  }

  /** The position of a table in {@link #tables()}. */
  public int tableIndex(Expr table) {
    return position(tables, table);
  }

  /** The position among the program's operands of the operand that a read reads. */
  public int operandIndex(Expr read) {
    return program.operands().indexOf(read.operand());
  }

  /**
   * Whether a product may be computed together with the sum that uses it in one rounding: that sum
   * is its only use, and no comparison depends on it, so that contraction never changes the outcome
   * of a comparison.
   */
  public boolean isContractible(Expr product) {
    return contractible.contains(product);
  }
}
