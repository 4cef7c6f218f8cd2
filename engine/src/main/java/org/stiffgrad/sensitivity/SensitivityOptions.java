package org.stiffgrad.sensitivity;

/**
 * Choices of the sensitivity methods; each method states which of them it heeds.
 *
 * @param initialStateGradient whether methods whose cost grows with it compute dG/du0 as well
 *     (those by adjoints always do)
 * @param chunk the most directions that forward mode carries through one solve, from 1 to 12
 * @param errorNorm what the local error of forward mode and forward sensitivities is measured in
 * @param products how forward sensitivities multiply with J
 * @param keepFactors whether reverse mode keeps the factors of every step, or factors again
 * @param memoryBudget the most bytes that reverse mode and the continuous adjoints may hold for
 *     what they keep of the forward pass; beyond it they keep checkpoints and solve again
 * @param extrapolated whether finite differences are extrapolated (Richardson), at twice the solves
 */
public record SensitivityOptions(
    boolean initialStateGradient,
    int chunk,
    ErrorNorm errorNorm,
    Products products,
    boolean keepFactors,
    long memoryBudget,
    boolean extrapolated) {
  /** The most directions in one chunk. */
  public static final int LARGEST_CHUNK = 12;

  /** What a local error is measured in. */
  public enum ErrorNorm {
    /** The states and all their derivatives: the largest of the norms of u and of each du/dp_j. */
    PARTIALS,
    /** The states alone: cheaper, with no control of the derivatives' error. */
    VALUES
  }

  /** How a Jacobian multiplies many columns. */
  public enum Products {
    /** By its nonzero entries. */
    STRUCTURED,
    /** As a dense matrix, by one GEMM. */
    DENSE
  }

  public SensitivityOptions {
    if (chunk < 1 || chunk > LARGEST_CHUNK) {
      throw new IllegalArgumentException(
          "The chunk is %d; expected a number from 1 to %d.".formatted(chunk, LARGEST_CHUNK));
    }
    if (memoryBudget < 1) {
      throw new IllegalArgumentException(
          "The memory budget is %d bytes; expected at least 1.".formatted(memoryBudget));
    }
  }

  /** dG/dp only where dG/du0 costs more; partials in the norm; everything kept. */
  public static SensitivityOptions defaults() {
    return new SensitivityOptions(
        false, LARGEST_CHUNK, ErrorNorm.PARTIALS, Products.STRUCTURED, true, Long.MAX_VALUE, false);
  }

  /** The same, with or without dG/du0. */
  public SensitivityOptions withInitialStateGradient(boolean wanted) {
    return new SensitivityOptions(
        wanted, chunk, errorNorm, products, keepFactors, memoryBudget, extrapolated);
  }

  /** The same with another chunk. */
  public SensitivityOptions withChunk(int directions) {
    return new SensitivityOptions(
        initialStateGradient,
        directions,
        errorNorm,
        products,
        keepFactors,
        memoryBudget,
        extrapolated);
  }

  /** The same with another error norm. */
  public SensitivityOptions withErrorNorm(ErrorNorm norm) {
    return new SensitivityOptions(
        initialStateGradient, chunk, norm, products, keepFactors, memoryBudget, extrapolated);
  }

  /** The same with other products. */
  public SensitivityOptions withProducts(Products how) {
    return new SensitivityOptions(
        initialStateGradient, chunk, errorNorm, how, keepFactors, memoryBudget, extrapolated);
  }

  /** The same, keeping the factors or not. */
  public SensitivityOptions withKeptFactors(boolean kept) {
    return new SensitivityOptions(
        initialStateGradient, chunk, errorNorm, products, kept, memoryBudget, extrapolated);
  }

  /** The same with another memory budget, in bytes. */
  public SensitivityOptions withMemoryBudget(long bytes) {
    return new SensitivityOptions(
        initialStateGradient, chunk, errorNorm, products, keepFactors, bytes, extrapolated);
  }

  /** The same, with or without extrapolation of differences. */
  public SensitivityOptions withExtrapolation(boolean wanted) {
    return new SensitivityOptions(
        initialStateGradient, chunk, errorNorm, products, keepFactors, memoryBudget, wanted);
  }
}
