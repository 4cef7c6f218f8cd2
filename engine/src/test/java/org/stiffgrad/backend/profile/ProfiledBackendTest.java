package org.stiffgrad.backend.profile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.backend.KernelCost;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.integrate.SolverStatistics;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.sensitivity.GaussAdjoint;
import org.stiffgrad.sensitivity.Gradient;
import org.stiffgrad.sensitivity.ReverseMode;
import org.stiffgrad.sensitivity.SensitivityMethod;

class ProfiledBackendTest {
  private final OdeProblem problem = OdeProblem.of(new Brusselator2d(), new Grid(3)).over(0, 1);
  private final Objective loss = Objective.halfSquaredDistance(1.0, 0.5, 1.0);

  private Gradient gradient(SensitivityMethod method, ComputeBackend backend) {
    return method.gradient(problem, loss, SolverOptions.defaults(), backend);
  }

  private static Map<String, KernelProfile> byName(ProfiledBackend backend) {
    return backend.profiles().stream().collect(Collectors.toMap(KernelProfile::name, p -> p));
  }

  @Test
  void gradientsAreTheSameAndCallsAreThoseOfTheStatistics() {
    try (ComputeBackend plain = Backends.open("scalar")) {
      ProfiledBackend profiled = new ProfiledBackend(plain);
      Gradient expected = gradient(new GaussAdjoint(), plain);
      Gradient gradient = gradient(new GaussAdjoint(), profiled);
      assertArrayEquals(expected.parameters(), gradient.parameters());
      SolverStatistics forward = gradient.statistics().forward();
      SolverStatistics reverse = gradient.statistics().reverse();
      Map<String, KernelProfile> profiles = byName(profiled);
      assertEquals(forward.rightHandSides(), profiles.get("f(u, p, t) (rhs)").calls());
      assertEquals(
          forward.factorizations() + reverse.factorizations(),
          profiles.get("LU factorisation of W").calls());
      assertEquals(forward.solves(), profiles.get("solve with W").calls());
      assertEquals(reverse.solves(), profiles.get("solve with W^T").calls());
      KernelCost cost = KernelCost.solve(18, 1).times(forward.solves());
      // The cost of the calls that were timed, scaled to all calls: two roundings.
      KernelCost counted = profiles.get("solve with W").cost();
      assertEquals(cost.flops(), counted.flops(), 2 * Math.ulp(cost.flops()));
      assertEquals(cost.bytes(), counted.bytes(), 2 * Math.ulp(cost.bytes()));
    }
  }

  @Test
  void profilesAreSortedByTimeAndAddUpToNoMoreThanTheWhole() {
    try (ComputeBackend plain = Backends.open("scalar")) {
      ProfiledBackend profiled = new ProfiledBackend(plain);
      SensitivityMethod method = new ReverseMode();
      // The first rounds, in which code is interpreted, would make the estimate of a mean
      // worthless.
      for (int round = 0; round < 200; round++) {
        gradient(method, profiled);
      }
      profiled.reset();
      assertTrue(profiled.profiles().isEmpty());
      long start = System.nanoTime();
      for (int round = 0; round < 50; round++) {
        gradient(method, profiled);
      }
      double whole = (System.nanoTime() - start) * 1e-9;
      double[] seconds = profiled.profiles().stream().mapToDouble(KernelProfile::seconds).toArray();
      for (int k = 1; k < seconds.length; k++) {
        assertTrue(seconds[k] <= seconds[k - 1]);
      }
      assertTrue(Arrays.stream(seconds).sum() > 0);
      // A preempted call that is timed for many that are not may count several times.
      assertTrue(Arrays.stream(seconds).sum() < 10 * whole);
    }
  }

  @Test
  void longCallsAreAllTimed() {
    KernelCounter counter = new KernelCounter("sleep", 20);
    for (int call = 0; call < 5; call++) {
      assertFalse(counter.skips());
      counter.add(2_000_020, new KernelCost(3, 4));
    }
    assertEquals(
        new KernelProfile("sleep", 5, 0.01, new KernelCost(15, 20)),
        counter.profile(),
        "less the clock's own time");
  }

  @Test
  void shortCallsAreAllCountedAndSomeAreTimed() {
    KernelCounter counter = new KernelCounter("short", 20);
    int timed = 0;
    for (int call = 0; call < 100_000; call++) {
      // Every fifth call takes longer and does more; a fixed interval might see those alone.
      int length = call % 5 == 0 ? 6 : 1;
      if (!counter.skips()) {
        timed++;
        counter.add(20 + 100 * length, new KernelCost(length, 8 * length));
      }
    }
    KernelProfile profile = counter.profile();
    assertEquals(100_000, profile.calls());
    // 20 ns twice for each 200 ns, a hundredth of which is allowed: one call in 20.
    assertEquals(5_000, timed, 500);
    // 200 ns a call; of 5000 samples the mean varies by 1.4 % (one standard deviation).
    assertEquals(0.02, profile.seconds(), 0.02 * 0.07);
    assertEquals(1e7, profile.flopsPerSecond(), 1);
    counter.reset();
    assertEquals(0, counter.profile().calls());
  }

  @Test
  void anInterruptedCallCountsForItselfAlone() {
    KernelCounter counter = new KernelCounter("short", 20);
    boolean interrupted = false;
    for (int call = 0; call < 100_000; call++) {
      if (!counter.skips()) {
        boolean now = call > 50_000 && !interrupted;
        interrupted |= now;
        counter.add(now ? 4_000_000 : 120, KernelCost.dot(1));
      }
    }
    assertEquals(100_000 * 1e-7 + 4e-3, counter.profile().seconds(), 1e-9);
  }
}
