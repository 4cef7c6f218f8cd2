package org.stiffgrad.autodiff.tape;

import java.util.Arrays;
import java.util.function.LongFunction;

/**
 * A record of operations on numbers, each with its local partial derivatives.
 *
 * <p>Operation i has the value {@code x_i = phi_i(x_a, x_b)} with {@code a, b < i}; what is kept of
 * it is a, b, {@code c_a = d phi_i/d x_a} and {@code c_b}. Then both sweeps are linear:
 *
 * <pre>
 *   reverse, i descending:  adjoint_a += c_a adjoint_i,   adjoint_b += c_b adjoint_i
 *   forward, i ascending:   tangent_i = c_a tangent_a + c_b tangent_b
 * </pre>
 *
 * <p>Numbers are handles of places on the tape. {@link #clear} starts a new record in the same
 * memory, handles included; handles of the former record must not be used any more.
 *
 * <p>Source: Griewank and Walther, Evaluating Derivatives, 2nd edition (2008), chapters 3 and 4.
 */
public final class Tape {
  /** The place of no number: what an operation without a second argument refers to. */
  private static final int NOWHERE = 0;

  private static final int INITIAL_CAPACITY = 256;

  private final LongFunction<double[]> allocation;
  private int size = 1;
  private int[] first = new int[INITIAL_CAPACITY];
  private int[] second = new int[INITIAL_CAPACITY];
  private double[] firstPartial;
  private double[] secondPartial;
  private double[] values;
  private boolean[] active = new boolean[INITIAL_CAPACITY];
  private TapeNumber[] numbers = new TapeNumber[INITIAL_CAPACITY];
  /* The adjoints or tangents of one sweep. */
  private double[] derivatives;

  /**
   * An empty tape.
   *
   * @param allocation makes arrays of zeros of a length, when the tape is made and when it grows
   */
  public Tape(LongFunction<double[]> allocation) {
    this.allocation = allocation;
    firstPartial = allocation.apply(INITIAL_CAPACITY);
    secondPartial = allocation.apply(INITIAL_CAPACITY);
    values = allocation.apply(INITIAL_CAPACITY);
    derivatives = allocation.apply(INITIAL_CAPACITY);
  }

  /** Forgets all operations; the memory is kept. */
  public void clear() {
    size = 1;
  }

  /** The number of places in use, constants and variables included. */
  public int length() {
    return size - 1;
  }

  /** A number that derivatives are taken with respect to. */
  public TapeNumber variable(double value) {
    return append(value, NOWHERE, 0, NOWHERE, 0, true);
  }

  /** A number that depends on no variable. */
  public TapeNumber constant(double value) {
    return append(value, NOWHERE, 0, NOWHERE, 0, false);
  }

  double value(int place) {
    return values[place];
  }

  /** The result of an operation with one argument. */
  TapeNumber unary(double value, int argument, double partial) {
    return active[argument] ? append(value, argument, partial, NOWHERE, 0, true) : constant(value);
  }

  /** The result of an operation with two arguments; a constant one has no partial derivative. */
  TapeNumber binary(double value, int a, double partialA, int b, double partialB) {
    if (!active[a]) {
      return unary(value, b, partialB);
    }
    if (!active[b]) {
      return unary(value, a, partialA);
    }
    return append(value, a, partialA, b, partialB, true);
  }

  private TapeNumber append(
      double value, int a, double partialA, int b, double partialB, boolean isActive) {
    if (size == values.length) {
      grow();
    }
    int place = size++;
    values[place] = value;
    first[place] = a;
    second[place] = b;
    firstPartial[place] = partialA;
    secondPartial[place] = partialB;
    active[place] = isActive;
    TapeNumber number = numbers[place];
    if (number == null) {
      number = new TapeNumber(this, place);
      numbers[place] = number;
    }
    return number;
  }

  private void grow() {
    if (size > Integer.MAX_VALUE / 2) {
      throw new IllegalStateException(
          "The tape holds %d operations, and one array cannot hold twice as many; choose a smaller grid or the derivative source symbolic."
              .formatted(size));
    }
    int capacity = 2 * size;
    first = Arrays.copyOf(first, capacity);
    second = Arrays.copyOf(second, capacity);
    firstPartial = longer(firstPartial, capacity);
    secondPartial = longer(secondPartial, capacity);
    values = longer(values, capacity);
    active = Arrays.copyOf(active, capacity);
    numbers = Arrays.copyOf(numbers, capacity);
    derivatives = longer(derivatives, capacity);
  }

  private double[] longer(double[] array, int capacity) {
    double[] copy = allocation.apply(capacity);
    System.arraycopy(array, 0, copy, 0, size);
    return copy;
  }

  /** Sets all adjoints or tangents to zero, before the seeds of a sweep. */
  public void clearDerivatives() {
    Arrays.fill(derivatives, 0, size, 0);
  }

  /** Adds to the adjoint or tangent of a number. */
  public void addDerivative(TapeNumber number, double amount) {
    derivatives[number.place()] += amount;
  }

  /** The adjoint or tangent of a number, after a sweep. */
  public double derivative(TapeNumber number) {
    return derivatives[number.place()];
  }

  /**
   * Turns adjoints of results into adjoints of variables. Numbers without influence are passed
   * over, so that a branch not taken may have infinite partial derivatives.
   */
  public void sweepReverse() {
    double[] adjoint = derivatives;
    for (int i = size - 1; i > NOWHERE; i--) {
      double weight = adjoint[i];
      if (weight != 0) {
        adjoint[first[i]] += firstPartial[i] * weight;
        adjoint[second[i]] += secondPartial[i] * weight;
      }
    }
  }

  /** Turns tangents of variables into tangents of results. */
  public void sweepForward() {
    double[] tangent = derivatives;
    for (int i = NOWHERE + 1; i < size; i++) {
      if (first[i] != NOWHERE) {
        tangent[i] = firstPartial[i] * tangent[first[i]] + secondPartial[i] * tangent[second[i]];
      }
    }
  }
}
