package org.stiffgrad.backend;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The seed of a test's random inputs: the property {@code stiffgrad.test.seed} if it is set, else
 * another one in each run. Put it into the message of every assertion.
 */
public record RandomSeed(long value) {
  public static RandomSeed next() {
    return new RandomSeed(
        Long.getLong("stiffgrad.test.seed", ThreadLocalRandom.current().nextLong()));
  }

  /** A new stream of random numbers that starts from this seed. */
  public Random random() {
    return new Random(value);
  }

  @Override
  public String toString() {
    return "-Dstiffgrad.test.seed=" + value;
  }
}
