package org.stiffgrad.gpu;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/**
 * The arrows between the packages of the GPU backends, as each {@code package-info} states them.
 */
class ArchitectureTest {
  private static final JavaClasses GPU =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.stiffgrad.gpu");

  @Test
  void theSeamKnowsNoBinding() {
    noClasses()
        .that()
        .resideInAPackage("org.stiffgrad.gpu.runtime")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.stiffgrad.gpu", "org.stiffgrad.gpu.cuda", "org.stiffgrad.gpu.jcuda")
        .check(GPU);
  }

  @Test
  void onlyOneBindingKnowsJCuda() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.stiffgrad.gpu.jcuda")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jcuda..")
        .check(GPU);
  }

  @Test
  void backendsSeeTheSeamOfTheEngineOnly() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.stiffgrad.integrate", "org.stiffgrad.sensitivity", "org.stiffgrad.autodiff..")
        .check(GPU);
  }

  @Test
  void thereAreNoCycles() {
    slices().matching("org.stiffgrad.gpu.(**)").should().beFreeOfCycles().check(GPU);
  }
}
