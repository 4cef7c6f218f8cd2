package org.stiffgrad.sensitivity;

import java.util.*;
import org.junit.jupiter.api.Test;
import org.stiffgrad.backend.*;
import org.stiffgrad.integrate.*;

class EveryMethodAgreesTest {
  @Test
  void m() {
    long base = Long.getLong("stiffgrad.test.seed", 1000);
    int cases = Integer.getInteger("cases", 300);
    try (ComputeBackend backend = Backends.open("scalar")) {
      for (int i = 0; i < cases; i++) {
        Random random = new Random(base + i);
        RandomCase c = RandomCase.draw(random);
        SensitivityOptions o = SensitivityOptions.defaults().withInitialStateGradient(true);
        Gradient ref = null;
        StringBuilder sb = new StringBuilder();
        long t0 = System.nanoTime();
        for (SensitivityMethod m : SensitivityMethods.all(c.source(), o)) {
          if (m.name().equals("finite-differences")) continue;
          Gradient g;
          try {
            g = m.gradient(c.problem(), c.objective(), c.options(), backend);
          } catch (RuntimeException e) {
            sb.append(" " + m.name() + ": " + e);
            continue;
          }
          if (g.termination() != Termination.SUCCESS) {
            sb.append(" " + m.name() + ": " + g.message());
            continue;
          }
          if (ref == null) {
            ref = g;
            sb.append(
                String.format(
                    " steps %d/%d |g| %.1e %.1e",
                    g.statistics().forward().accepted(),
                    g.statistics().reverse().accepted(),
                    norm(scaled(g.parameters(), c)),
                    norm(g.initialState())));
            continue;
          }
          double e =
              dist(scaled(g.parameters(), c), scaled(ref.parameters(), c))
                  / (1 + norm(scaled(ref.parameters(), c)));
          double e0 = dist(g.initialState(), ref.initialState()) / (1 + norm(ref.initialState()));
          double l = Math.abs(g.loss() - ref.loss()) / (1 + Math.abs(ref.loss()));
          sb.append(
              String.format(
                  " %s %.1f %.1f %.1f",
                  m.name(),
                  e / c.options().reltol(),
                  e0 / c.options().reltol(),
                  l / c.options().reltol()));
        }
        System.out.println(
            "CASE "
                + (base + i)
                + " "
                + (System.nanoTime() - t0) / 1000000
                + "ms "
                + c.problem().model().name()
                + c.problem().grid().n()
                + " "
                + c.options().method().name()
                + " "
                + c.source().name()
                + " "
                + c.objective().getClass().getSimpleName()
                + sb);
      }
    }
  }

  static double[] scaled(double[] g, RandomCase c) {
    double[] p = c.problem().parameters();
    for (int i = 0; i < g.length; i++) g[i] *= p[i];
    return g;
  }

  static double norm(double[] x) {
    double s = 0;
    for (double v : x) s += v * v;
    return Math.sqrt(s);
  }

  static double dist(double[] x, double[] y) {
    double[] d = x.clone();
    for (int i = 0; i < d.length; i++) d[i] -= y[i];
    return norm(d);
  }
}
