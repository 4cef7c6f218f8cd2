package org.stiffgrad.integrate;

import org.stiffgrad.backend.Buffer;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.VectorOperations;
import org.stiffgrad.backend.Workspace;
import org.stiffgrad.tableau.RosenbrockTableau;
import org.stiffgrad.tableau.RungeKuttaTableau;
import org.stiffgrad.tableau.Tableau;

/**
 * The time loop: advances a system from stop to stop with adaptive steps. Everything is allocated
 * at construction; accepted steps allocate nothing.
 */
public final class Integrator {
  /** What the step is divided by when an attempt yields no usable error norm. */
  private static final double FAILURE_SHRINKAGE = 5;

  /** How many times its length a step must be allowed to have to cross a whole way to a stop. */
  private static final double SINGLE_STEP_RESERVE = 2.25;

  /** Steps below this many units in the last place of the time do not advance it reliably. */
  private static final double SMALLEST_STEP_ULPS = 16;

  /** Steps are not made smaller than this, so that 1/h stays finite. */
  private static final double SMALLEST_SHRUNK_STEP = 1e-290;

  private final OdeSystem system;
  private final VectorOperations vectors;
  private final SolverOptions options;
  private final Work work;
  private final Stepper stepper;
  private final StepController controller;
  private final Step step;
  private final Buffer error;
  private final Buffer scratch;
  private Buffer state;
  private Buffer next;

  private double time;
  private double departure;
  private double stepSize;
  private boolean continued;
  private EvaluationTimes evaluationTimes = EvaluationTimes.ALL;
  private long attempts;

  /**
   * @param system what is integrated
   * @param work receives the counts of what is done
   */
  public Integrator(
      OdeSystem system,
      SolverOptions options,
      ComputeBackend backend,
      Workspace workspace,
      Work work) {
    this.system = system;
    this.options = options;
    this.work = work;
    vectors = backend.vectors();
    stepper = newStepper(options.method(), system, backend, workspace, work);
    controller = new PredictiveController(options.method().order());
    int n = system.dimension();
    error = workspace.allocate(n);
    step = new Step(stepper, error);
    scratch = workspace.allocate(n);
    state = workspace.allocate(n);
    next = workspace.allocate(n);
  }

  private static Stepper newStepper(
      Tableau method, OdeSystem system, ComputeBackend backend, Workspace workspace, Work work) {
    if (method instanceof RosenbrockTableau rosenbrock) {
      return new RosenbrockStepper(rosenbrock, system, backend, workspace, work);
    }
    if (method instanceof RungeKuttaTableau rungeKutta) {
      return new RungeKuttaStepper(rungeKutta, system, backend, workspace, work);
    }
    throw new AssertionError(method);
  }

  /** Places the integrator at a time; write the state to {@link #state()}. */
  public void start(double t) {
    time = t;
    stepSize = Double.NaN;
    attempts = 0;
    controller.reset();
    stateChanged();
  }

  /** Says that the caller has written to {@link #state()} since the last step. */
  public void stateChanged() {
    continued = false;
  }

  /** The present time. */
  public double time() {
    return time;
  }

  /** The present state. The buffer changes with each step: ask again after {@link #advance}. */
  public Buffer state() {
    return state;
  }

  /** Advances to exactly the time {@code stop}, evaluating the system anywhere. */
  public Termination advance(double stop, StepObserver observer) {
    return advance(stop, EvaluationTimes.ALL, observer);
  }

  /**
   * Advances to exactly the time {@code stop}, evaluating the system only at times from {@code
   * earliest} to {@code latest}; other stage times are moved to the nearer of the two. This keeps
   * every step on one side of a jump of the right-hand side.
   */
  public Termination advance(double stop, double earliest, double latest, StepObserver observer) {
    return advance(stop, evaluationTimes(earliest, latest), observer);
  }

  /* The present ones if they are the same, so that stopping and going on allocates nothing. */
  private EvaluationTimes evaluationTimes(double earliest, double latest) {
    return evaluationTimes.earliest() == earliest && evaluationTimes.latest() == latest
        ? evaluationTimes
        : new EvaluationTimes(earliest, latest);
  }

  private Termination advance(double stop, EvaluationTimes times, StepObserver observer) {
    if (!times.equals(evaluationTimes)) {
      evaluationTimes = times;
      continued = false;
    }
    if (Double.isNaN(stepSize)) {
      Buffer[] buffers = {next, error, scratch};
      /* A stop says nothing about step sizes; a jump of the right-hand side bounds what can. */
      double horizon = times.latest() < Double.POSITIVE_INFINITY ? times.latest() : stop;
      stepSize =
          InitialStep.estimate(
              system, vectors, time, state, Math.max(stop, horizon), times, options, work, buffers);
    }
    departure = time;
    while (time < stop) {
      Termination failure = step(stop, times, observer);
      if (failure != Termination.SUCCESS) {
        return failure;
      }
    }
    return Termination.SUCCESS;
  }

  /**
   * Takes one step that ends at exactly {@code end}, whatever its error; the next adaptive step
   * starts with its size. Repeating a step from the same state gives the same numbers.
   *
   * @param earliest see {@link #advance(double, double, double, StepObserver)}
   */
  public Termination stepTo(double end, double earliest, double latest, StepObserver observer) {
    EvaluationTimes times = evaluationTimes(earliest, latest);
    if (!times.equals(evaluationTimes)) {
      evaluationTimes = times;
      continued = false;
    }
    if (Thread.currentThread().isInterrupted()) {
      return Termination.INTERRUPTED;
    }
    if (attempts++ >= options.maxSteps()) {
      return Termination.MAX_STEPS_REACHED;
    }
    stepper.begin(times.clamp(time), state, continued);
    if (!stepper.attempt(time, end - time, state, times, next, error)) {
      return Termination.SINGULAR_MATRIX;
    }
    if (!Double.isFinite(errorNorm(end))) {
      return Termination.NON_FINITE_STATE;
    }
    moveTo(end, observer);
    stepSize = end - step.start();
    return Termination.SUCCESS;
  }

  /** Takes one accepted step towards the stop, repeating it with smaller sizes as needed. */
  private Termination step(double stop, EvaluationTimes times, StepObserver observer) {
    stepper.begin(times.clamp(time), state, continued);
    double h = stepSize;
    Termination cause = Termination.STEP_SIZE_UNDERFLOW;
    while (true) {
      if (Thread.currentThread().isInterrupted()) {
        return Termination.INTERRUPTED;
      }
      if (attempts++ >= options.maxSteps()) {
        return Termination.MAX_STEPS_REACHED;
      }
      double end = endOfStep(h, stop);
      double taken = end - time;
      boolean last = taken <= SMALLEST_STEP_ULPS * Math.ulp(time);
      double norm = Double.NaN;
      if (!stepper.attempt(time, taken, state, times, next, error)) {
        cause = Termination.SINGULAR_MATRIX;
      } else {
        norm = errorNorm(end);
        cause =
            Double.isFinite(norm) ? Termination.STEP_SIZE_UNDERFLOW : Termination.NON_FINITE_STATE;
      }
      if (norm <= 1) {
        accept(taken, end, norm, h > taken ? h : 0, observer);
        return Termination.SUCCESS;
      }
      work.rejected++;
      if (last || taken < SMALLEST_SHRUNK_STEP) {
        return cause;
      }
      h = Double.isFinite(norm) ? controller.afterRejected(taken, norm) : taken / FAILURE_SHRINKAGE;
    }
  }

  /** The norm of the local error of the step that has just been attempted. */
  private double errorNorm(double end) {
    step.set(time, end, state, next);
    system.estimateError(step, error);
    return system.errorNorm(vectors, error, state, next, options.abstol(), options.reltol());
  }

  /**
   * Where a step of size h ends. What is left before a stop is taken in two equal steps rather than
   * in a long and a short one: as many steps, of a far smaller error. So is a whole way from stop
   * to stop, unless far longer steps are allowed: the error estimate of a single one would be all
   * that is known about it.
   */
  private double endOfStep(double h, double stop) {
    double left = stop - time;
    double half = time + left / 2;
    if (h < left - SMALLEST_STEP_ULPS * Math.ulp(stop)) {
      return 2 * h > left ? half : time + h;
    }
    boolean single = time == departure && h < SINGLE_STEP_RESERVE * left && half > time;
    return single ? half : stop;
  }

  /**
   * @param leastNextStep the size that was cut short to meet a stop, which says nothing about the
   *     error, or 0
   */
  private void accept(
      double taken, double end, double norm, double leastNextStep, StepObserver observer) {
    stepSize = Math.max(controller.afterAccepted(taken, norm), leastNextStep);
    moveTo(end, observer);
  }

  private void moveTo(double end, StepObserver observer) {
    work.accepted++;
    observer.accepted(step);
    Buffer former = state;
    state = next;
    next = former;
    time = end;
    continued = true;
  }
}
