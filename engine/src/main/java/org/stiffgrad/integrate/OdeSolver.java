package org.stiffgrad.integrate;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.autodiff.DifferentiatedSystem;
import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.DenseMatrix;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.linear.Factorization;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.tableau.RungeKuttaTableau;

/** Initial value problems, solved once (by {@link #solve}) or again and again (by an instance). */
public final class OdeSolver {
  /**
   * The least distance of a stop from the one before and from the ends of its stretch, relative to
   * the stretch. Over a much shorter step the continuous extension has no derivative left.
   */
  private static final double STOP_DISTANCE = 1e-3;

  private final OdeProblem problem;
  private final double[] initialState;
  private final double @Nullable [] stepTimes;
  private final double[] stops;
  private final DifferentiatedSystem system;
  private final Factorization factorization;
  private final Work work = new Work();
  private final Integrator integrator;
  private List<SmoothInterval> intervals = List.of();

  /** Binds a problem to a backend; all memory is taken from the workspace now. */
  public OdeSolver(
      OdeProblem problem,
      DerivativeSource derivatives,
      SolverOptions options,
      ComputeBackend backend,
      Workspace workspace) {
    this(problem, derivatives, options, backend, workspace, forward -> forward);
  }

  /**
   * The same for a larger system around the problem's own, which is integrated in its place; runs
   * then start from initial states of its dimension.
   *
   * @param augmentation makes the larger system
   */
  public OdeSolver(
      OdeProblem problem,
      DerivativeSource derivatives,
      SolverOptions options,
      ComputeBackend backend,
      Workspace workspace,
      Function<ForwardSystem, OdeSystem> augmentation) {
    this.problem = problem;
    initialState = problem.initialState();
    stepTimes = options.stepTimes();
    stops = options.stops();
    system = derivatives.bind(problem, backend, workspace);
    factorization =
        options.method() instanceof RungeKuttaTableau
            ? NoFactorization.INSTANCE
            : options.linearSolver().newFactorization(system.jacobian(), backend, workspace);
    OdeSystem integrated = augmentation.apply(new ForwardSystem(system, factorization));
    integrator = new Integrator(integrated, options, backend, workspace, work);
  }

  /** Explicit methods never ask for a factorisation. */
  private enum NoFactorization implements Factorization {
    INSTANCE;

    @Override
    public boolean factor(double shift) {
      throw new UnsupportedOperationException("An explicit method has no iteration matrix.");
    }

    @Override
    public void solve(Buffer b, Buffer x) {
      throw new UnsupportedOperationException("An explicit method has no iteration matrix.");
    }

    @Override
    public void solve(DenseMatrix b) {
      throw new UnsupportedOperationException("An explicit method has no iteration matrix.");
    }

    @Override
    public void solveTransposed(Buffer b, Buffer x) {
      throw new UnsupportedOperationException("An explicit method has no iteration matrix.");
    }
  }

  /**
   * Integrates from the initial state, stepping onto every time at which the right-hand side jumps.
   *
   * @param initial the initial state to start from
   * @param end where to stop, within the problem's span
   * @throws IllegalArgumentException if the options prescribe steps that do not suit the problem
   */
  public Termination run(double[] initial, double end, StepObserver observer) {
    intervals = SmoothInterval.of(problem, end);
    if (stepTimes != null) {
      requireStepsThrough(stepTimes, intervals);
    }
    integrator.start(problem.span().start());
    integrator.state().write(initial);
    for (SmoothInterval interval : intervals) {
      Termination termination =
          stepTimes == null
              ? advance(interval, observer)
              : takeSteps(stepTimes, interval, observer);
      if (termination != Termination.SUCCESS) {
        return termination;
      }
    }
    return Termination.SUCCESS;
  }

  /** Integrates over the stretch, onto those stops that keep their distance. */
  private Termination advance(SmoothInterval interval, StepObserver observer) {
    double distance = STOP_DISTANCE * (interval.end() - interval.start());
    double last = interval.start();
    for (double stop : stops) {
      if (stop - last > distance && interval.end() - stop > distance) {
        Termination termination =
            integrator.advance(stop, interval.start(), interval.latest(), observer);
        if (termination != Termination.SUCCESS) {
          return termination;
        }
        last = stop;
      }
    }
    return integrator.advance(interval.end(), interval.start(), interval.latest(), observer);
  }

  private Termination takeSteps(double[] times, SmoothInterval interval, StepObserver observer) {
    for (double time : times) {
      if (time > interval.start() && time <= interval.end()) {
        Termination termination =
            integrator.stepTo(time, interval.start(), interval.latest(), observer);
        if (termination != Termination.SUCCESS) {
          return termination;
        }
      }
    }
    return Termination.SUCCESS;
  }

  private static void requireStepsThrough(double[] times, List<SmoothInterval> intervals) {
    for (int k = 1; k < times.length; k++) {
      if (!(times[k - 1] < times[k])) {
        throw new IllegalArgumentException(
            "The step times must be strictly ascending, but number %d is %s and number %d is %s."
                .formatted(k, times[k - 1], k + 1, times[k]));
      }
    }
    for (SmoothInterval interval : intervals) {
      if (Arrays.binarySearch(times, interval.end()) < 0) {
        throw new IllegalArgumentException(
            "The step times lack %s, where the integration ends or the right-hand side jumps; add it."
                .formatted(interval.end()));
      }
    }
  }

  /** {@link #run(double[], double, StepObserver)} from the problem's own initial state. */
  public Termination run(double end, StepObserver observer) {
    return run(initialState, end, observer);
  }

  /** Returns to a time at which a step of the last run started; write {@link #state()} next. */
  public void restart(double t) {
    integrator.start(t);
  }

  /** The present state. The buffer changes with each step. */
  public Buffer state() {
    return integrator.state();
  }

  /**
   * Takes a step of the last run again, from where the solver is; it counts as resolved.
   *
   * @param end where the step ended
   */
  public Termination repeat(double end, StepObserver observer) {
    SmoothInterval interval = interval(end);
    Termination termination = integrator.stepTo(end, interval.start(), interval.latest(), observer);
    if (termination == Termination.SUCCESS) {
      work.recountAsResolved();
    }
    return termination;
  }

  /** The stretch within which a step of the last run that ended at the given time was taken. */
  public SmoothInterval interval(double end) {
    int i = 0;
    while (intervals.get(i).end() < end) {
      i++;
    }
    return intervals.get(i);
  }

  /** The time reached by the last run. */
  public double time() {
    return integrator.time();
  }

  /** The right-hand side and its derivatives. */
  public DifferentiatedSystem system() {
    return system;
  }

  /** The linear solver's memory, free for other uses between runs. */
  public Factorization factorization() {
    return factorization;
  }

  /** The work of all runs so far. */
  public SolverStatistics statistics() {
    return work.statistics();
  }

  /**
   * The states at the given times.
   *
   * @param times ascending, within the problem's span
   */
  public static Solution solve(
      OdeProblem problem,
      double[] times,
      DerivativeSource derivatives,
      SolverOptions options,
      ComputeBackend backend) {
    problem.span().requireAscendingWithin("output time", times);
    try (Workspace workspace = backend.newWorkspace()) {
      OdeSolver solver = new OdeSolver(problem, derivatives, options, backend, workspace);
      SavedStates saved =
          new SavedStates(times, problem.initialState(), problem.span().start(), workspace);
      Termination termination = solver.run(times[times.length - 1], saved);
      return new Solution(
          termination,
          solver.time(),
          times.clone(),
          termination == Termination.SUCCESS ? saved.states() : new double[0][],
          solver.statistics());
    }
  }
}
