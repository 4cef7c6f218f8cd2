package org.stiffgrad;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the packages of the engine, as each {@code package-info} states them. */
class ArchitectureTest {
  private static final String ROOT = "org.stiffgrad.";

  /** Which packages of the engine each package may use besides itself. */
  private static final Map<String, List<String>> ALLOWED =
      Map.ofEntries(
          entry("naming"),
          entry("model", "naming"),
          entry("tableau", "naming"),
          entry("expression", "model"),
          entry("problem", "model"),
          entry("backend", "naming", "model", "expression"),
          entry("backend.scalar", "model", "expression", "backend"),
          entry("backend.profile", "model", "expression", "backend"),
          entry("linear", "model", "expression", "backend"),
          entry(
              "autodiff",
              "naming",
              "model",
              "expression",
              "backend",
              "linear",
              "problem",
              "autodiff.tape"),
          entry("autodiff.tape", "model", "expression"),
          entry("integrate", "model", "backend", "linear", "problem", "tableau", "autodiff"),
          entry(
              "sensitivity",
              "naming",
              "model",
              "backend",
              "linear",
              "problem",
              "tableau",
              "autodiff",
              "integrate"));

  private static final JavaClasses ENGINE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.stiffgrad");

  private static Map.Entry<String, List<String>> entry(String name, String... allowed) {
    return Map.entry(name, List.of(allowed));
  }

  static List<String> packages() {
    return ALLOWED.keySet().stream().sorted().toList();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void usesOnlyWhatItMay(String name) {
    String[] forbidden =
        ALLOWED.keySet().stream()
            .filter(other -> !other.equals(name) && !ALLOWED.get(name).contains(other))
            .map(other -> ROOT + other)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + name)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .check(ENGINE);
  }

  @Test
  void everyPackageIsListed() {
    List<String> found =
        ENGINE.stream().map(JavaClass::getPackageName).distinct().sorted().toList();
    List<String> listed = ALLOWED.keySet().stream().map(name -> ROOT + name).sorted().toList();
    org.junit.jupiter.api.Assertions.assertEquals(listed, found);
  }

  @Test
  void thereAreNoCycles() {
    slices().matching("org.stiffgrad.(**)").should().beFreeOfCycles().check(ENGINE);
  }

  @Test
  void theEngineNeedsTheJdkOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("java..", "org.stiffgrad..", "org.jspecify..")
        .check(ENGINE);
  }
}
