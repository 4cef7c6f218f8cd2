package org.stiffgrad.simd;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loads an ordinary class once per vector species, so that its species is a constant to the JIT.
 *
 * <p>A template is a class with a constructor without parameters that implements a kernel interface
 * and begins with
 *
 * <pre>{@code
 * private static final VectorSpecies<Double> S = SpeciesTemplate.species(MethodHandles.lookup());
 * }</pre>
 *
 * <p>It is never used under its own name, only as hidden classes made from its bytes, each with its
 * own S. A template holds no lambdas and no nested classes, which would refer to the template
 * instead of the hidden class.
 */
final class SpeciesTemplate {
  private SpeciesTemplate() {}

  /**
   * A new instance of the template for one species.
   *
   * @param lookup full access to the package of the template
   * @param template the class whose bytes are used
   * @param kernels the interface that it implements
   * @param species the value of {@link #species} within it
   */
  static <K> K instantiate(
      MethodHandles.Lookup lookup,
      Class<? extends K> template,
      Class<K> kernels,
      VectorSpecies<Double> species) {
    try (InputStream stream = template.getResourceAsStream(template.getSimpleName() + ".class")) {
      if (stream == null) {
        throw new IllegalStateException(
            "The class file of " + template.getName() + " is missing from the class path.");
      }
      MethodHandles.Lookup hidden =
          lookup.defineHiddenClassWithClassData(stream.readAllBytes(), species, true);
      return kernels.cast(
          hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class)).invoke());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Throwable e) {
      throw new IllegalStateException(
          "The kernels of " + template.getName() + " cannot be loaded for " + species + ".", e);
    }
  }

  /** The species of the hidden class that asks. */
  @SuppressWarnings("unchecked")
  static VectorSpecies<Double> species(MethodHandles.Lookup lookup) {
    try {
      return MethodHandles.classData(lookup, "_", VectorSpecies.class);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("A template reads its species with its own lookup.", e);
    }
  }
}
