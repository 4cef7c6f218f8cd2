package org.stiffgrad.autodiff.tape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stiffgrad.autodiff.tape.Recording.Elements;
import org.stiffgrad.autodiff.tape.Recording.Shape;
import org.stiffgrad.expression.StencilOperand;

class RecordingTest {
  private static Elements full(int rows, int columns) {
    return new Elements(
        IntStream.range(0, rows * columns).map(k -> k % rows).toArray(),
        IntStream.range(0, rows * columns).map(k -> k / rows).toArray());
  }

  private static Recording record(Recording.Function f, double t, double[] u, double... p) {
    int n = u.length;
    return new Recording(f, new Shape(n, p.length, full(n, n), full(n, p.length)), t, u, p);
  }

  private static Replay replay(Recording recording, Derivative derivative) {
    Replay replay = new Replay(derivative, length -> new double[(int) length]);
    replay.select(recording);
    return replay;
  }

  private static double[] run(Replay replay, int length) {
    double[] result = new double[length];
    Arrays.fill(result, Double.NaN);
    replay.run(result);
    return result;
  }

  /** A few roundings of one operation. */
  private static void assertClose(double expected, double actual) {
    assertEquals(expected, actual, 4 * Math.ulp(Math.max(1, Math.abs(expected))));
  }

  /* Recorded at one point and replayed at others, in pairs of states (x, y) side by side. */
  @ParameterizedTest
  @EnumSource
  void replaysEveryOperationAndItsDerivatives(ElementaryFunction function) {
    int pairs = 37;
    Recording.Function f =
        (t, u, p, result) -> {
          for (int i = 0; i < pairs; i++) {
            result[i] = function.of(u[i], u[pairs + i]);
            result[pairs + i] = u[pairs + i];
          }
        };
    double[] u = new double[2 * pairs];
    for (int i = 0; i < pairs; i++) {
      u[i] = 0.2 + 0.8 * i / (pairs - 1);
      u[pairs + i] = u[i] + 0.1;
    }
    double[] w = IntStream.range(0, 2 * pairs).mapToDouble(i -> i < pairs ? 1 + i : 0).toArray();
    Recording recording = record(f, 0, u);
    double[] elsewhere = Arrays.stream(u).map(x -> 0.9 * x).toArray();
    Replay values = replay(recording, Derivative.RIGHT_HAND_SIDE);
    values.load(0, elsewhere, new double[0]);
    double[] result = run(values, 2 * pairs);
    Replay product = replay(recording, Derivative.VECTOR_JACOBIAN_PRODUCT);
    product.load(0, elsewhere, new double[0]);
    product.load(StencilOperand.WEIGHT, w);
    double[] gradient = run(product, 2 * pairs);
    for (int i = 0; i < pairs; i++) {
      double x = elsewhere[i];
      double y = elsewhere[pairs + i];
      assertClose(function.value(x, y), result[i]);
      assertEquals(y, result[pairs + i]);
      assertClose((1 + i) * function.inX(x, y), gradient[i]);
      assertClose((1 + i) * function.inY(x, y), gradient[pairs + i]);
    }
  }

  /* f = (p0 u0 u1 + t^2, exp(u0 - p1)) */
  private static final Recording.Function SMALL =
      (t, u, p, f) -> {
        f[0] = p[0].times(u[0]).times(u[1]).plus(t.square());
        f[1] = u[0].minus(p[1]).exp();
      };

  @Test
  void derivesEveryProgram() {
    double t = 0.5;
    double[] u = {0.3, -1.2};
    double[] p = {2, 0.7};
    double[] k = {1.5, -0.4};
    double[] w = {0.6, 1.1};
    double theta = 0.8;
    double e = Math.exp(u[0] - p[1]);
    Recording recording = record(SMALL, 3, new double[] {1, 1}, 1, 1);
    assertEquals(0, recording.guards());
    for (Derivative derivative : Derivative.values()) {
      double[] values =
          switch (derivative) {
            case GUARDS -> new double[0];
            case RIGHT_HAND_SIDE -> new double[] {p[0] * u[0] * u[1] + t * t, e};
            case TIME_DERIVATIVE -> new double[] {2 * t, 0};
            case JACOBIAN -> new double[] {p[0] * u[1], e, p[0] * u[0], 0};
            case JACOBIAN_VECTOR_PRODUCT ->
                new double[] {p[0] * (u[1] * k[0] + u[0] * k[1]), e * k[0]};
            case VECTOR_JACOBIAN_PRODUCT ->
                new double[] {p[0] * u[1] * w[0] + e * w[1], p[0] * u[0] * w[0]};
            case PARAMETER_JACOBIAN -> new double[] {u[0] * u[1], 0, 0, -e};
            case PARAMETER_JACOBIAN_VECTOR_PRODUCT -> new double[] {u[0] * u[1] * k[0], -e * k[1]};
            case PARAMETER_VECTOR_JACOBIAN_PRODUCT -> new double[] {u[0] * u[1] * w[0], -e * w[1]};
            case STATE_SECOND_ORDER -> new double[] {p[0] * k[1], e * k[0], p[0] * k[0], 0};
            case PARAMETER_SECOND_ORDER ->
                new double[] {u[1] * k[0] + u[0] * k[1], 0, 0, -e * k[0]};
            case SECOND_ORDER_STATE ->
                new double[] {p[0] * k[1] * w[0] + e * k[0] * w[1], p[0] * k[0] * w[0]};
            case SECOND_ORDER_PARAMETERS ->
                new double[] {(u[1] * k[0] + u[0] * k[1]) * w[0], -e * k[0] * w[1]};
          };
      Replay replay = replay(recording, derivative);
      replay.load(t, u, p);
      replay.loadDirection(k, theta);
      replay.load(StencilOperand.PARAMETER_DIRECTION, k);
      replay.load(StencilOperand.WEIGHT, w);
      assertArrayEquals(
          values, run(replay, values.length), 8 * Math.ulp(1.0), derivative.toString());
    }
  }

  /* f = t^2 u: theta f_t = 2 theta t u, so that d(J k + theta f_t)/du = 2 theta t. */
  @Test
  void movesInTimeByTheta() {
    Recording recording =
        record((t, u, p, f) -> f[0] = t.square().times(u[0]), 1, new double[] {1});
    Replay replay = replay(recording, Derivative.STATE_SECOND_ORDER);
    replay.load(0.5, new double[] {3}, new double[0]);
    replay.loadDirection(new double[] {7}, 0.25);
    assertArrayEquals(new double[] {0.25}, run(replay, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5000, 20000})
  void recordingsMayBeLong(int length) {
    Recording.Function f =
        (t, u, p, result) -> {
          Traced x = u[0];
          for (int i = 0; i < length; i++) {
            /* A new constant each time, so that no two operations are the same. */
            x = x.plus(p[0].times(1.0 / (i + 1)));
          }
          result[0] = x;
        };
    Recording recording = record(f, 0, new double[] {1}, 1);
    Replay values = replay(recording, Derivative.RIGHT_HAND_SIDE);
    values.load(0, new double[] {0.5}, new double[] {0.25});
    double harmonic = IntStream.rangeClosed(1, length).mapToDouble(i -> 1.0 / i).sum();
    double tolerance = length * Math.ulp(harmonic);
    assertEquals(0.5 + 0.25 * harmonic, run(values, 1)[0], tolerance);
    Replay product = replay(recording, Derivative.PARAMETER_VECTOR_JACOBIAN_PRODUCT);
    product.load(0, new double[] {0.5}, new double[] {0.25});
    product.load(StencilOperand.WEIGHT, new double[] {2});
    assertEquals(2 * harmonic, run(product, 1)[0], 2 * tolerance);
  }

  @Test
  void holdsWhereItsBranchesAreTaken() {
    Recording.Function f =
        (t, u, p, result) -> {
          Traced space = t.constant(0.3).ifAtMost(t.constant(0.4), u[0], u[0].negate());
          Traced same = t.ifAtMost(u[0], space, space);
          result[0] = u[0].ifAtMost(p[0], same.times(2), same.times(3));
        };
    double[] u = {1};
    Recording recording = record(f, 0, u, 1.5);
    assertEquals(1, recording.guards());
    Replay guards = replay(recording, Derivative.GUARDS);
    guards.load(9, new double[] {4}, new double[] {4});
    assertTrue(recording.holds(run(guards, 2)));
    guards.load(9, new double[] {4}, new double[] {Math.nextDown(4.0)});
    assertFalse(recording.holds(run(guards, 2)));
    guards.load(9, new double[] {Double.NaN}, new double[] {4});
    assertFalse(recording.holds(run(guards, 2)));
  }
}
