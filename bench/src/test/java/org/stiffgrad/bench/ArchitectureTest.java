package org.stiffgrad.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the modules, and where special parts of the JDK may be named. */
class ArchitectureTest {
  private static final String BENCH = "org.stiffgrad.bench..";
  private static final String LAUNCHER = "org.stiffgrad.bench.launcher..";
  private static final String SIMD = "org.stiffgrad.simd..";
  private static final String ROOFLINE = "org.stiffgrad.roofline..";
  private static final String OPENBLAS = "org.stiffgrad.openblas..";
  private static final String ND4J = "org.stiffgrad.nd4j..";
  private static final String[] BACKENDS = {
    SIMD, OPENBLAS, ND4J, "org.stiffgrad.blas..", "org.stiffgrad.gpu.."
  };

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.stiffgrad");

  @Test
  void nothingDependsOnTheCommandLine() {
    noClasses()
        .that()
        .resideOutsideOfPackage(BENCH)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(BENCH)
        .check(ALL);
  }

  @Test
  void theEngineKnowsNoBackendButItsOwn() {
    noClasses()
        .that()
        .resideOutsideOfPackages(BACKENDS)
        .and()
        .resideOutsideOfPackage(BENCH)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(BACKENDS)
        .check(ALL);
  }

  @Test
  void backendsSeeOnlyTheSeamAndItsInputs() {
    noClasses()
        .that()
        .resideInAnyPackage(BACKENDS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.stiffgrad.problem..",
            "org.stiffgrad.linear..",
            "org.stiffgrad.autodiff..",
            "org.stiffgrad.tableau..",
            "org.stiffgrad.integrate..",
            "org.stiffgrad.sensitivity..")
        .check(ALL);
  }

  @Test
  void theCommandLineOpensBackendsByNameOnly() {
    noClasses()
        .that()
        .resideInAPackage(BENCH)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(BACKENDS)
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("org.stiffgrad.backend.scalar..")
        .check(ALL);
  }

  @Test
  void theVectorApiIsNamedInItsBackendAndItsYardstickOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(SIMD, ROOFLINE)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator.vector..")
        .check(ALL);
  }

  @Test
  void nd4jIsNamedInItsBackendOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ND4J)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.nd4j..", "org.bytedeco..")
        .check(ALL);
  }

  /** The command line asks whether its output is a terminal. */
  @Test
  void foreignFunctionsAreCalledInThreePlacesOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages("org.stiffgrad.bench.report", OPENBLAS, "org.stiffgrad.gpu.cuda")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.foreign.Linker")
        .check(ALL);
  }

  /** The launcher runs on Java 11, before anything else of the jar can be loaded. */
  @Test
  void theLauncherStandsAlone() {
    noClasses()
        .that()
        .resideInAPackage(LAUNCHER)
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("java..", LAUNCHER)
        .check(ALL);
  }
}
