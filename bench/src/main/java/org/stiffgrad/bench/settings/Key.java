package org.stiffgrad.bench.settings;

import static org.stiffgrad.bench.settings.Numbers.shortText;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.sensitivity.SensitivityOptions;

/** Everything that can be set: its name in each place where it can be given, and its default. */
public enum Key {
  BACKEND(
      "backend",
      new Value(Kind.TEXT, "NAME", "auto"),
      "Where to compute: a name that the command backends lists, or auto."),
  THREADS(
      "threads",
      new Value(Kind.INTEGER, "N", "1"),
      "The number of threads of dense algebra, for a backend that can use more than one."),
  JSON(
      "json",
      new Value(Kind.FLAG, "", "false"),
      "Write one JSON document to standard output and everything for people to standard error."),
  QUIET("quiet", new Value(Kind.FLAG, "", "false"), "Write no notes and no progress."),

  MODEL("problem.model", new Value(Kind.TEXT, "NAME", "brusselator2d"), "The model."),
  N(
      "problem.n",
      new Value(Kind.INTEGER, "N", "17"),
      "The number of grid points along each side. A plain system of ordinary differential equations has no space: by default it is 1, the system itself; n gives n x n independent copies, each with its own initial state and parameters."),
  TSPAN("problem.tspan", new Value(Kind.NUMBERS, "START,END", "0,1"), "The time span."),
  PARAMETERS(
      "problem.parameters.file",
      "--parameters",
      new Value(Kind.FILE, "FILE", null),
      "The parameters, field by field and i fastest: .txt or .csv with one number a line and # comments, or .npy (float64; several dimensions are read in C order of their indices). By default those of the model."),
  INITIAL_STATE(
      "problem.initial-state.file",
      "--initial-state",
      new Value(Kind.FILE, "FILE", null),
      "The initial state, in the same formats. By default that of the model."),
  LOSS(
      "problem.loss.kind",
      "--loss",
      new Value(Kind.TEXT, "KIND", "points"),
      "The loss G, made of distances of states z to data d, w (d - z)^2/2: their sum over all loss times (points), at the end of the time span (terminal), or their integral over the time span (integral)."),
  LOSS_TIMES(
      "problem.loss.times",
      "--loss-times",
      new Value(Kind.NUMBERS, "T,...", null),
      "The loss times, ascending. By default 11 times, equally spaced over the time span with both ends."),
  TARGET(
      "problem.loss.target",
      new Value(Kind.NUMBER, "X", "1"),
      "The datum d of every state at every time, unless there is a file of data."),
  DATA(
      "problem.loss.data.file",
      "--data",
      new Value(Kind.FILE, "FILE", null),
      "The data d: .txt or .csv with one line for each loss time, of one number for each state, separated by commas; or .npy, the loss times being its first index, as solve writes it."),
  WEIGHTS(
      "problem.loss.weights.file",
      "--weights",
      new Value(Kind.FILE, "FILE", null),
      "The weights w, not negative, in the same formats. By default 1."),

  SOLVER(
      "solver.name",
      "--solver",
      new Value(Kind.TEXT, "NAME", SolverOptions.defaults().method().name()),
      "The one-step method."),
  LINEAR_SOLVER(
      "solver.linear-solver",
      new Value(Kind.TEXT, "NAME", "auto"),
      "How an implicit solver solves its linear systems: dense, or auto, which takes dense. An explicit one has none and takes auto only."),
  ABSTOL(
      "solver.abstol",
      new Value(Kind.NUMBER, "X", shortText(SolverOptions.defaults().abstol())),
      "The absolute error tolerance of a step."),
  RELTOL(
      "solver.reltol",
      new Value(Kind.NUMBER, "X", shortText(SolverOptions.defaults().reltol())),
      "The relative error tolerance of a step."),
  MAX_STEPS(
      "solver.max-steps",
      new Value(Kind.INTEGER, "N", Integer.toString(SolverOptions.defaults().maxSteps())),
      "The most steps, accepted and rejected together, of one integration."),

  METHOD(
      "sensitivity.method", new Value(Kind.TEXT, "NAME", "gauss-adjoint"), "The gradient method."),
  DERIVATIVE(
      "sensitivity.derivative",
      new Value(Kind.TEXT, "NAME", "symbolic"),
      "Where derivatives of the right-hand side come from."),

  INITIAL_STATE_GRADIENT(
      "sensitivity.initial-state-gradient",
      new Value(Kind.FLAG, "", "false"),
      "Compute dG/du0, too. Adjoints have it at no cost; for the other methods it costs more."),
  CHUNK(
      "sensitivity.chunk",
      new Value(Kind.INTEGER, "K", Integer.toString(SensitivityOptions.defaults().chunk())),
      "The most directions that one solve carries, up to "
          + SensitivityOptions.LARGEST_CHUNK
          + "."),
  ERROR_NORM(
      "sensitivity.error-norm",
      new Value(Kind.TEXT, "NORM", Texts.word(SensitivityOptions.defaults().errorNorm())),
      "What the local error of a forward method is measured in: states with all their derivatives (partials), or states alone (values)."),
  PRODUCTS(
      "sensitivity.products",
      new Value(Kind.TEXT, "KIND", Texts.word(SensitivityOptions.defaults().products())),
      "How J multiplies many columns: by its nonzero entries (structured) or as a dense matrix (dense)."),
  KEEP_FACTORS(
      "sensitivity.keep-factors",
      new Value(Kind.FLAG, "", "true"),
      "Keep the factors of every step for the way back, rather than factor again. On by default."),
  MEMORY_BUDGET(
      "sensitivity.memory-budget",
      new Value(Kind.BYTES, "BYTES", null),
      "The most bytes to keep of the forward pass, such as 64MiB; beyond it checkpoints are kept and steps taken again. By default no limit."),
  EXTRAPOLATE(
      "sensitivity.extrapolate",
      new Value(Kind.FLAG, "", "false"),
      "Extrapolate differences to step zero (Richardson), at twice the solves."),
  GRADIENT_OUT(
      "gradient.out",
      new Value(Kind.FILE, "FILE", null),
      "Where to write dG/dp: .txt or .csv with a first line # G=<loss> and 17 digits a line, or .npy."),
  GRADIENT_OUT_INITIAL_STATE(
      "gradient.out-initial-state",
      new Value(Kind.FILE, "FILE", null),
      "Where to write dG/du0, in the same formats; implies --initial-state-gradient."),
  GRADIENT_REPEAT(
      "gradient.repeat",
      new Value(Kind.INTEGER, "K", "0"),
      "How often to compute the gradient again after the first time, for the median and least time."),
  GRADIENT_CHECK(
      "gradient.check",
      new Value(Kind.FLAG, "", "false"),
      "Compare with central differences of the loss along random directions, at tight tolerance."),

  SOLVE_TIMES(
      "solve.times",
      new Value(Kind.NUMBERS, "T,...", null),
      "The output times, ascending. By default the end of the time span."),
  SOLVE_OUT(
      "solve.out",
      new Value(Kind.FILE, "FILE", null),
      "Where to write the states: .csv with time, component, i, j, x, y, value, or .npy of shape (times, components, N, N) indexed [time, component, j, i]. Of a plain system: .csv with a line for each time and copy and a column for each component, or .npy of shape (times, components) if there is one copy."),
  SOLVE_PLOT(
      "solve.plot",
      new Value(Kind.FILE, "FILE", null),
      "Where to draw each component at each output time as a heat map, or, of a plain system, over the whole time span as a curve: .png."),

  BACKENDS_MEASURE(
      "backends.measure",
      new Value(Kind.FLAG, "", "false"),
      "Measure, for a few seconds, the backends from which auto chooses, and keep the times in the user's cache for the choices to come."),
  BACKENDS_CLEAR_CACHE(
      "backends.clear-cache",
      new Value(Kind.FLAG, "", "false"),
      "Forget all times that were kept."),

  RUN_SIZES(
      "run.sizes",
      new Value(Kind.INTEGERS, "N,...", "2,3,4,5,6,7,8,9,10,12,15,17"),
      "The grid sizes."),
  RUN_METHODS(
      "run.methods",
      new Value(Kind.TEXTS, "NAME,...", "gauss-adjoint"),
      "The gradient methods, or all."),
  RUN_DERIVATIVES(
      "run.derivatives",
      new Value(Kind.TEXTS, "NAME,...", "symbolic"),
      "Where derivatives of the right-hand side come from, or all."),
  RUN_ADJOINT_SIZES(
      "run.adjoint-sizes",
      new Value(Kind.INTEGERS, "N,...", null),
      "Further grid sizes for the adjoint methods alone, the work of which does not grow with the number of parameters. By default none."),
  RUN_REPEAT(
      "run.repeat",
      new Value(Kind.INTEGER, "K", null),
      "How often to time each case after its warm-up. By default as often as fits into its budget, for at most about two seconds, up to 500 times."),
  RUN_BUDGET(
      "run.budget-seconds",
      new Value(Kind.NUMBER, "X", "12"),
      "About the most seconds for a case, warm-up and timing together. Of a case that takes longer to call even twice, the last call within the budget is the result, or else its only one."),
  RUN_OUT(
      "run.out",
      new Value(Kind.FILE, "DIR", null),
      "The folder for the results, which must not hold results already. By default results/<time>."),

  PROFILE_SECONDS(
      "profile.seconds",
      new Value(Kind.NUMBER, "X", "5"),
      "How much processor time each part takes at least: warm-up, counting, and recording."),
  PROFILE_OUT(
      "profile.out",
      new Value(Kind.FILE, "DIR", null),
      "The folder for the recording and the flame graph. By default results/<time>."),

  COMPARE_KERNELS(
      "compare.kernels", new Value(Kind.TEXTS, "NAME,...", "all"), "The kernels, or all."),
  COMPARE_SIZES(
      "compare.sizes",
      new Value(Kind.TEXTS, "SIZE,...", null),
      "Sizes in place of those that each kernel is asked about, and of those of the figures: the order of a matrix or the side of a grid; for gemm also MxKxN, for solve the order and the number of right-hand sides, such as 578x1156."),
  COMPARE_FIGURES(
      "compare.figures",
      new Value(Kind.FLAG, "", "true"),
      "Compute the figures that the backend of --backend is held to. On by default."),
  COMPARE_QUICK(
      "compare.quick",
      new Value(Kind.FLAG, "", "false"),
      "Few and short iterations, and of each kernel the two smallest sizes: to see that everything works, not to quote."),
  COMPARE_WARM_UP(
      "compare.warm-up-seconds",
      new Value(Kind.NUMBER, "X", "1"),
      "The least processor time of a case before it is timed; it goes on until the JIT compiler has nothing left to do."),
  COMPARE_ITERATIONS(
      "compare.iterations",
      new Value(Kind.INTEGER, "K", null),
      "Timed iterations of each case, after its warm-up. By default 5, or 2 with --quick."),
  COMPARE_SECONDS(
      "compare.iteration-seconds",
      new Value(Kind.NUMBER, "X", null),
      "The seconds of an iteration, at least one call. By default 0.5, or 0.1 with --quick."),
  COMPARE_FORKS(
      "compare.forks",
      new Value(Kind.INTEGER, "K", "1"),
      "The JVMs that each case runs in, one after another; 0 to run in this one."),
  COMPARE_CVODES(
      "compare.cvodes",
      new Value(Kind.FILE, "FILE", null),
      "A program that computes the document's gradient by CVODES, for the figures that compare with it. It is called with --n 17 --method adjoint --linsol lapack --abstol --reltol --repeat and --out FILE, prints min_s=SECONDS, and writes dG/dp, one number a line. By default these figures are left open."),
  COMPARE_OUT(
      "compare.out",
      new Value(Kind.FILE, "DIR", null),
      "The folder for the results, which must not hold results already. By default results/<time>."),

  DOCUMENT_QUICK(
      "document.quick", new Value(Kind.FLAG, "", "false"), "The document's sizes up to N = 8."),
  DOCUMENT_FULL(
      "document.full",
      new Value(Kind.FLAG, "", "false"),
      "All of the document's sizes, which is also the default."),
  DOCUMENT_SIZES(
      "document.sizes",
      new Value(Kind.INTEGERS, "N,...", null),
      "Other grid sizes, for all experiments."),
  DOCUMENT_EXPERIMENTS(
      "document.experiments", new Value(Kind.TEXTS, "NAME,...", "all"), "The experiments, or all."),
  DOCUMENT_METHODS(
      "document.methods",
      new Value(Kind.TEXTS, "NAME,...", "all"),
      "The gradient methods that the experiments are restricted to, or all."),
  DOCUMENT_REPEAT(
      "document.repeat",
      new Value(Kind.INTEGER, "K", null),
      "How often to time each case after its warm-up. By default as often as fits into its budget, up to 500 times."),
  DOCUMENT_BUDGET(
      "document.budget-seconds",
      new Value(Kind.NUMBER, "X", "1.6"),
      "About the most seconds for a case, warm-up and timing together; the first of a method and source waits for another warm-up of up to four times that. Of a case that takes longer to call even twice, the last call within the budget is the result, or else its only one."),
  DOCUMENT_LIMIT(
      "document.limit-seconds",
      new Value(Kind.NUMBER, "X", "120"),
      "When to end a case that takes longer, in seconds; it stays in the tables, marked as over the limit."),
  DOCUMENT_RESUME(
      "document.resume",
      new Value(Kind.FILE, "DIR", null),
      "The folder of an earlier run to go on with: its finished cases are kept, and what was asked for then is what is done."),
  DOCUMENT_OUT(
      "document.out",
      new Value(Kind.FILE, "DIR", null),
      "The folder for the results, which must not exist yet. By default results/<time>."),

  MEMORY_SIZES(
      "memory.sizes", new Value(Kind.INTEGERS, "N,...", "2,4,6,8,10,12"), "The grid sizes."),
  MEMORY_METHODS(
      "memory.methods", new Value(Kind.TEXTS, "NAME,...", "all"), "The gradient methods, or all."),
  MEMORY_LIMIT(
      "memory.limit-seconds",
      new Value(Kind.NUMBER, "X", "120"),
      "When to end a case that takes longer, in seconds; it stays in the tables, marked as over the limit."),
  MEMORY_RESUME(
      "memory.resume",
      new Value(Kind.FILE, "DIR", null),
      "The folder of an earlier run to go on with: its finished cases are kept, and what was asked for then is what is done."),
  MEMORY_OUT(
      "memory.out",
      new Value(Kind.FILE, "DIR", null),
      "The folder for the results, which must not exist yet. By default results/<time>.");

  private final String path;
  private final String option;

  @SuppressWarnings("ImmutableEnumChecker") // A record of constants and texts is immutable.
  private final Value value;

  private final String description;

  /** A key whose option is called as the last part of its path. */
  Key(String path, Value value, String description) {
    this(path, "--" + path.substring(path.lastIndexOf('.') + 1), value, description);
  }

  Key(String path, String option, Value value, String description) {
    this.path = path;
    this.option = option;
    this.value = value;
    this.description = description;
  }

  /** Those that every command takes. */
  public static List<Key> common() {
    return List.of(BACKEND, THREADS, JSON, QUIET);
  }

  /** Those that define a problem and how it is integrated. */
  public static List<Key> problemAndSolver() {
    return List.copyOf(EnumSet.range(MODEL, MAX_STEPS));
  }

  /** Those that define a loss. */
  public static List<Key> loss() {
    return List.copyOf(EnumSet.range(LOSS, WEIGHTS));
  }

  /** The choices within a gradient method; each method heeds some of them. */
  public static List<Key> methodOptions() {
    return List.copyOf(EnumSet.range(INITIAL_STATE_GRADIENT, EXTRAPOLATE));
  }

  /** Its path in a configuration file, such as {@code solver.abstol}. */
  public String path() {
    return path;
  }

  /** Its option on the command line, such as {@code --abstol}. */
  public String option() {
    return option;
  }

  /** Its environment variable, such as {@code STIFFGRAD_SOLVER_ABSTOL}. */
  public String variable() {
    return Settings.VARIABLE_PREFIX
        + path.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** Whether it is on or off, so that the option needs no value. */
  public boolean isFlag() {
    return kind() == Kind.FLAG;
  }

  /** What stands for the value in the usage help. */
  public String valueLabel() {
    return value.label();
  }

  /** The value if none is given, or empty if that depends on others. */
  public Optional<String> defaultValue() {
    return Optional.ofNullable(value.byDefault());
  }

  /** Sentences for the usage help. */
  public String description() {
    return description;
  }

  Kind kind() {
    return value.kind();
  }
}
