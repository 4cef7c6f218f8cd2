package org.stiffgrad.sensitivity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.stiffgrad.autodiff.DerivativeSource;
import org.stiffgrad.autodiff.DerivativeSources;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.GrayScott2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.Hires;
import org.stiffgrad.model.LotkaVolterra;
import org.stiffgrad.model.RandomOdeModel;
import org.stiffgrad.model.Robertson;
import org.stiffgrad.model.StencilModel;
import org.stiffgrad.model.VanDerPol;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.problem.RunningLoss;
import org.stiffgrad.tableau.Tableau;
import org.stiffgrad.tableau.Tableaus;

/** A gradient drawn at random: problem, loss, solver and source of derivatives. */
record RandomCase(
    OdeProblem problem,
    Objective objective,
    SolverOptions solver,
    DerivativeSource source,
    SensitivityOptions choices) {

  static RandomCase draw(Random random) {
    Draft draft = Draft.draw(random);
    OdeProblem problem = perturbed(draft, random);
    return new RandomCase(
        problem,
        objective(problem, random),
        solver(draft, random),
        source(problem, random),
        choices(problem, random));
  }

  /** A model with its place and time. */
  private record Draft(StencilModel model, Grid grid, double start, double end, boolean stiff) {
    static Draft draw(Random random) {
      Grid point = new Grid(1);
      return switch (random.nextInt(16)) {
        case 0 -> brusselator(random);
        case 1 ->
            new Draft(new GrayScott2d(), grid(random), 0, 0.5 + 2 * random.nextDouble(), false);
        case 2 -> new Draft(new Robertson(), point, 0, power(random, -3, 2), true);
        case 3 -> new Draft(new VanDerPol(), point, 0, 0.1 + 0.4 * random.nextDouble(), true);
        case 4 -> new Draft(new Hires(), point, 0, power(random, -2, 1.5), true);
        case 5 ->
            new Draft(
                new LotkaVolterra(),
                new Grid(1 + random.nextInt(2)),
                -1 + 2 * random.nextDouble(),
                1.5 + 2 * random.nextDouble(),
                false);
        default -> system(random, point);
      };
    }

    /** Mostly small: there are 96 derivatives at N = 4. */
    private static Grid grid(Random random) {
      int[] sizes = {2, 2, 2, 3, 3, 4};
      return new Grid(sizes[random.nextInt(sizes.length)]);
    }

    /** Some of the spans cross the switch of the forcing, at t = 1.1. */
    private static Draft brusselator(Random random) {
      double start = random.nextBoolean() ? 0 : 1;
      return new Draft(
          new Brusselator2d(),
          grid(random),
          start,
          start + 0.05 + 0.25 * random.nextDouble(),
          true);
    }

    /** The jump lies before, at or after the start, within, at the end, or after it. */
    private static Draft system(Random random, Grid point) {
      double start = 2 * random.nextDouble() - 1;
      double end = start + 0.2 + 0.8 * random.nextDouble();
      double[] jumps = {start - 0.5, start, end, end + 0.5};
      int choice = random.nextInt(8);
      double jump =
          choice < jumps.length ? jumps[choice] : start + (end - start) * random.nextDouble();
      boolean stiff = random.nextBoolean();
      return new Draft(new RandomOdeModel(random, jump, stiff), point, start, end, stiff);
    }
  }

  private static double power(Random random, double least, double most) {
    return Math.pow(10, least + (most - least) * random.nextDouble());
  }

  /**
   * Parameters half to three halves of the usual ones, and other initial states than usual. Van der
   * Pol's oscillator is taken less stiff: its forward sensitivities at the usual epsilon need a
   * hundred thousand steps.
   */
  private static OdeProblem perturbed(Draft draft, Random random) {
    OdeProblem problem = OdeProblem.of(draft.model, draft.grid).over(draft.start, draft.end);
    double[] p = problem.parameters();
    double[] u = problem.initialState();
    for (int i = 0; i < p.length; i++) {
      p[i] *= 0.5 + random.nextDouble();
    }
    for (int i = 0; i < u.length; i++) {
      u[i] *= 0.9 + 0.2 * random.nextDouble();
    }
    if (draft.model instanceof VanDerPol) {
      p[0] = power(random, -3, -1);
    }
    return problem.withParameters(p).withInitialState(u);
  }

  /**
   * Tolerances that each method meets in about a hundred steps. The rates of Robertson's reaction
   * span nine powers of ten, and so do the derivatives with respect to them, to which the same
   * absolute tolerance applies: there it lies below all of them.
   */
  private static SolverOptions solver(Draft draft, Random random) {
    List<Tableau> tableaus =
        Tableaus.all().stream().filter(t -> !draft.stiff || t != Tableaus.TSIT5).toList();
    Tableau tableau = tableaus.get(random.nextInt(tableaus.size()));
    double tolerance =
        switch (tableau.order()) {
          case 2 -> 1e-5;
          case 4 -> 1e-6;
          default -> 1e-8;
        };
    double absolute = draft.model instanceof Robertson ? 1e-9 * tolerance : tolerance;
    return SolverOptions.defaults().withMethod(tableau).withTolerances(absolute, tolerance);
  }

  private static SensitivityOptions choices(OdeProblem problem, Random random) {
    SensitivityOptions.Products[] products = SensitivityOptions.Products.values();
    boolean small = problem.parameterLength() <= SensitivityOptions.LARGEST_CHUNK;
    return SensitivityOptions.defaults()
        .withInitialStateGradient(true)
        .withChunk(
            small
                ? 1 + random.nextInt(SensitivityOptions.LARGEST_CHUNK)
                : SensitivityOptions.LARGEST_CHUNK)
        .withProducts(products[random.nextInt(products.length)])
        .withKeptFactors(random.nextBoolean());
  }

  private static DerivativeSource source(OdeProblem problem, Random random) {
    List<DerivativeSource> sources =
        DerivativeSources.all().stream()
            .filter(
                s ->
                    !s.name().equals("user") || problem.model().handWritten(problem.grid()) != null)
            .toList();
    return sources.get(random.nextInt(sources.size()));
  }

  /** Loss times with every kind of coincidence. */
  private static double[] times(OdeProblem problem, Random random) {
    double start = problem.span().start();
    double end = problem.span().end();
    double inner = start + (end - start) * random.nextDouble();
    double other = start + (end - start) * random.nextDouble();
    List<Double> times = new ArrayList<>();
    times.add(inner);
    double[] special = {
      start,
      Math.nextUp(start),
      Math.nextUp(Math.nextUp(start)),
      inner,
      Math.nextUp(inner),
      other,
      other,
      Math.nextDown(end),
      end,
      end
    };
    for (double time : special) {
      if (random.nextInt(3) > 0) {
        times.add(time);
      }
    }
    for (double jump : problem.model().discontinuityTimes()) {
      if (jump > start && jump <= end && random.nextBoolean()) {
        times.addAll(List.of(Math.nextDown(jump), jump, jump));
      }
    }
    return times.stream()
        .mapToDouble(Double::doubleValue)
        .filter(problem.span()::contains)
        .sorted()
        .toArray();
  }

  private static Objective objective(OdeProblem problem, Random random) {
    double[] times = times(problem, random);
    double target = random.nextDouble();
    return switch (random.nextInt(6)) {
      case 0 -> weighted(times, problem.stateLength(), random);
      case 1 -> new ParameterLoss(times);
      case 2 -> Objective.integral(RunningLoss.halfSquaredDistance(target));
      case 3 ->
          Objective.sum(
              Objective.halfSquaredDistance(target, times),
              Objective.integral(new ParameterRunningLoss()));
      default -> Objective.halfSquaredDistance(target, times);
    };
  }

  private static Objective weighted(double[] times, int states, Random random) {
    double[][] data = new double[times.length][];
    double[][] weights = new double[times.length][];
    for (int k = 0; k < times.length; k++) {
      data[k] = random.doubles(states, 0, 1).toArray();
      weights[k] = random.doubles(states, -1, 1).map(w -> Math.max(0, w)).toArray();
    }
    return Objective.weightedLeastSquares(times, data, weights);
  }

  /** {@code g_k(u, p) = (k + 1) (sum of sin u_i + log(1 + p_0^2))}. */
  private record ParameterLoss(double[] times) implements Objective {
    @Override
    public double value(int k, double[] state, double[] parameters) {
      double sines = Arrays.stream(state).map(Math::sin).sum();
      return (k + 1) * (sines + Math.log1p(parameters[0] * parameters[0]));
    }

    @Override
    public void stateGradient(int k, double[] state, double[] parameters, double[] result) {
      for (int i = 0; i < state.length; i++) {
        result[i] = (k + 1) * Math.cos(state[i]);
      }
    }

    @Override
    public void addParameterGradient(int k, double[] state, double[] parameters, double[] result) {
      result[0] += (k + 1) * 2 * parameters[0] / (1 + parameters[0] * parameters[0]);
    }
  }

  /** {@code g(t, u, p) = cos t sum of u_i^2 / 2 + t log(1 + p_0^2)}. */
  private static final class ParameterRunningLoss implements RunningLoss {
    @Override
    public double value(double t, double[] state, double[] parameters) {
      double squares = Arrays.stream(state).map(u -> u * u).sum() / 2;
      return Math.cos(t) * squares + t * Math.log1p(parameters[0] * parameters[0]);
    }

    @Override
    public void stateGradient(double t, double[] state, double[] parameters, double[] result) {
      for (int i = 0; i < state.length; i++) {
        result[i] = Math.cos(t) * state[i];
      }
    }

    @Override
    public void addParameterGradient(
        double t, double factor, double[] state, double[] parameters, double[] result) {
      result[0] += factor * t * 2 * parameters[0] / (1 + parameters[0] * parameters[0]);
    }
  }

  @Override
  public String toString() {
    return "%s, n = %d, p = %s, u0 = %s, %s, %s, reltol %s, %s at %s, derivatives %s, %s"
        .formatted(
            problem.model().name(),
            problem.grid().n(),
            Arrays.toString(problem.parameters()),
            Arrays.toString(problem.initialState()),
            problem.span(),
            solver.method().name(),
            solver.reltol(),
            objective.getClass().getSimpleName(),
            Arrays.toString(objective.times()),
            source.name(),
            choices);
  }
}
