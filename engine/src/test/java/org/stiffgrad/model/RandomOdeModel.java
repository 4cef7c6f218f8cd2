package org.stiffgrad.model;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A plain system of no meaning with random coefficients, that depends on time smoothly and by a
 * jump,
 *
 * <pre>
 *   u_i' = r_i (sum of terms c g(u_j) h(u_k) p_l s(t) - p_i u_i - u_i^3),
 *   s(t) = 1, cos(w t), or a switch at a declared time,
 * </pre>
 *
 * where g and h are polynomials and rational and elementary functions that grow at most linearly
 * with their argument. With parameters in [0.5, 1.5] the cubic term keeps solutions bounded, for
 * any rates r_i, which may make the system stiff.
 */
public final class RandomOdeModel implements OdeModel {
  private static final int FUNCTIONS = 8;
  private static final int LARGEST_SIZE = 3;

  /** {@code coefficient g(u_j) h(u_k) p_l s(t)}; a frequency of NaN stands for the switch. */
  private record Term(
      double coefficient, int g, int j, int h, int k, int parameter, double frequency) {}

  private final int states;
  private final int parameters;
  private final double jump;
  private final double[] rates;
  private final List<List<Term>> terms;
  private final double[] initial;

  /**
   * Draws a system.
   *
   * @param jump the time of the switch
   * @param stiff whether rates range up to a thousand, else up to two
   */
  public RandomOdeModel(Random random, double jump, boolean stiff) {
    this.jump = jump;
    states = 1 + random.nextInt(LARGEST_SIZE);
    parameters = states + random.nextInt(LARGEST_SIZE);
    rates =
        random
            .doubles(states, 0, 1)
            .map(x -> stiff ? Math.pow(10, 3 * x) : 0.5 + 1.5 * x)
            .toArray();
    initial = random.doubles(states, -1, 1).toArray();
    terms =
        IntStream.range(0, states)
            .mapToObj(
                i -> IntStream.range(0, 2 + random.nextInt(2)).mapToObj(k -> term(random)).toList())
            .toList();
  }

  private Term term(Random random) {
    double[] frequencies = {0, 0, 1 + random.nextDouble(), Double.NaN};
    return new Term(
        2 * random.nextDouble() - 1,
        random.nextInt(FUNCTIONS),
        random.nextInt(states),
        random.nextInt(FUNCTIONS),
        random.nextInt(states),
        random.nextInt(parameters),
        frequencies[random.nextInt(frequencies.length)]);
  }

  @Override
  public String name() {
    return "random";
  }

  @Override
  public List<String> components() {
    return IntStream.range(0, states).mapToObj(i -> "u" + i).toList();
  }

  @Override
  public List<String> parameters() {
    return IntStream.range(0, parameters).mapToObj(i -> "p" + i).toList();
  }

  @Override
  public <T extends Scalar<T>> void rightHandSide(Variables<T> v, T[] dudt) {
    for (int i = 0; i < states; i++) {
      T u = v.state(i);
      T sum = u.times(v.parameter(i).plus(u.square())).negate();
      for (Term term : terms.get(i)) {
        sum = sum.plus(value(term, v));
      }
      dudt[i] = sum.times(rates[i]);
    }
  }

  private <T extends Scalar<T>> T value(Term term, Variables<T> v) {
    T g = function(term.g, v.state(term.j));
    T h = function(term.h, v.state(term.k));
    T product = g.times(h).times(v.parameter(term.parameter)).times(term.coefficient);
    if (Double.isNaN(term.frequency)) {
      return v.constant(jump).ifAtMost(v.t(), product, v.constant(0.5));
    }
    return term.frequency == 0 ? product : product.times(v.t().times(term.frequency).cos());
  }

  private static <T extends Scalar<T>> T function(int index, T u) {
    T positive = u.square().plus(1);
    return switch (index) {
      case 0 -> u.constant(1);
      case 1 -> u;
      case 2 -> u.dividedBy(positive);
      case 3 -> u.tanh();
      case 4 -> u.sin();
      case 5 -> u.square().negate().exp();
      case 6 -> positive.log();
      default -> u.plus(1).dividedBy(positive.sqrt().plus(positive.pow(0.3)));
    };
  }

  @Override
  public double initialValue(int component) {
    return initial[component];
  }

  @Override
  public double parameterValue(int parameter) {
    return 1;
  }

  @Override
  public double[] discontinuityTimes() {
    return new double[] {jump};
  }
}
