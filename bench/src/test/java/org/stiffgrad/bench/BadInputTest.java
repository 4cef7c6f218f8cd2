package org.stiffgrad.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong input ends in one sentence and the right exit code; it yields no number and no file. */
class BadInputTest {
  private static final String SIXTEEN = "3.4\n".repeat(4) + "1\n".repeat(4) + "10\n".repeat(8);

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void files() {
    bench =
        new Bench(folder)
            .file("nan.txt", SIXTEEN.replaceFirst("1\n", "NaN\n"))
            .file("infinite.txt", SIXTEEN.replaceFirst("10\n", "1e999\n"))
            .file("long.txt", SIXTEEN + "1\n")
            .file("data.csv", "1,2,3,4,5,6,7,8\n1,2,3,x,5,6,7,8\n")
            .file("narrow.csv", "# data\n1,2,3\n")
            .file("infinite.csv", "1,2,3,4,5,6,7,1e999\n")
            .file("negative.csv", "1,1,1,1,1,1,1,-2\n")
            .file("words.txt", "# parameters\n3.4\nthree\n")
            .file("unstable.txt", SIXTEEN.replace("1\n", "1e300\n"))
            .file("broken.npy", "\u0093NUMPY")
            .file("unknown.conf", "solver {\n  abstoll = 1e-5\n}\n")
            .file("type.conf", "problem {\n  n = many\n}\n")
            .file("syntax.conf", "problem {\n  n = [\n");
  }

  private Bench.Outcome assertRefused(int code, String words, String... expected) {
    List<String> before = bench.names();
    Bench.Outcome outcome = bench.line(words);
    assertEquals(code, outcome.code(), outcome::toString);
    assertEquals(1, outcome.errorLines().size(), outcome::toString);
    assertEquals("", outcome.out());
    for (String part : expected) {
      assertTrue(outcome.errorLines().get(0).contains(part), outcome::toString);
    }
    assertTrue(outcome.err().lines().noneMatch(line -> line.startsWith("\tat ")), outcome::err);
    assertEquals(before, bench.names());
    return outcome;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --n 2 --parameters nan.txt          | nan.txt, line 5: 'NaN'
          --n 2 --parameters infinite.txt     | infinite.txt, line 9: '1e999'
          --n 2 --parameters long.txt         | must have 16 numbers
          --n 2 --parameters words.txt        | words.txt, line 3: 'three'
          --n 2 --parameters missing.txt      | missing.txt cannot be read
          --n 2 --parameters broken.npy       | broken.npy
          --n 2 --parameters words.dat        | .txt or .csv or .npy
          --n 2 --initial-state long.txt      | must have 8 numbers
          --n 1                               | Option --n is '1'
          --n 2.5                             | Option --n is '2.5'
          --n 99999                           | expected a number from 1 to 46340
          --n 40000                           | bytes
          --n 2 --abstol 0                    | Option --abstol is '0'; expected a positive number.
          --n 2 --reltol -1e-3                | Option --reltol is '-1e-3'
          --n 2 --reltol NaN                  | expected a finite number
          --n 2 --max-steps 0                 | Option --max-steps is '0'
          --n 2 --target Infinity             | Option --target
          --n 2 --tspan 1,0                   | Option --tspan
          --n 2 --tspan 0                     | two times
          --n 2 --loss-times 0.5,0.2          | ascending
          --n 2 --loss-times 0.5,1.5          | outside the time span
          --n 2 --loss-times 0.5,             | finite numbers separated by commas
          --model brusselator                 | did you mean brusselator2d
          --method gaus-adjoint               | did you mean gauss-adjoint
          --backend skalar                    | did you mean scalar
          --solver rodas6                     | did you mean rodas5
          --derivative symbolc                | did you mean symbolic
          --linear-solver dens                | did you mean dense
          --backend scalar --threads 2        | expected 1, since the backend scalar computes on one thread
          --backend openblas --threads 9999   | Option --threads is '9999'; expected
          --threads 0                         | Option --threads is '0'
          --repeat -1                         | Option --repeat
          --abtol 1                           | did you mean --abstol
          --sizes 2                           | it belongs to run
          --n                                 | Missing required parameter
          --n 2 --n 3                         | '--n'
          --n 2 7                             | Argument '7' is not expected
          --config missing.conf               | missing.conf cannot be read
          --config unknown.conf               | line 2: solver.abstoll is not a known key; did you mean solver.abstol?
          --config type.conf                  | line 2: problem.n is 'many'; expected a whole number.
          --config syntax.conf                | syntax.conf
          --n 2 --out missing/g.txt           | create it or choose another
          --n 2 --out g.dat                   | .txt or .csv or .npy
          --n 2 --out-initial-state missing/g.txt | create it or choose another
          --n 2 --no-initial-state-gradient --out-initial-state g.txt | is 'false'; expected true
          --n 2 --chunk 4                     | Option --chunk is '4', which would have no effect: gauss-adjoint does not heed it
          --n 2 --error-norm values           | Option --error-norm
          --n 2 --products dense              | Option --products
          --n 2 --no-keep-factors             | Option --keep-factors is 'false', which would
          --n 2 --extrapolate                 | it is for finite-differences
          --n 2 --method finite-differences --memory-budget 1MiB | finite-differences does not heed it; it is for
          --n 2 --memory-budget 0             | Option --memory-budget is '0'; expected a whole number of bytes
          --n 2 --memory-budget 64MB          | such as 1048576, 512KiB, 64MiB
          --n 2 --memory-budget 99999999999GiB | Option --memory-budget
          --n 2 --loss point                  | did you mean points
          --n 2 --loss terminal --loss-times 1 | which would have no effect: a terminal loss
          --n 2 --loss integral --loss-times 1 | which would have no effect: an integral loss
          --n 2 --loss integral --data data.csv | Option --data
          --n 2 --loss integral --weights data.csv | Option --weights
          --n 2 --target 2 --data data.csv    | Option --target is '2', which would have no effect
          --n 2 --loss-times 0,1 --data data.csv | data.csv, line 2: 'x' is not a finite number; expected numbers separated by commas
          --n 2 --loss terminal --data narrow.csv | narrow.csv, line 2 has 3 numbers; expected 8, one for each state
          --n 2 --loss terminal --data infinite.csv | infinite.csv, line 1: '1e999'
          --n 2 --data infinite.csv           | infinite.csv, line 1
          --n 2 --data negative.csv           | negative.csv has 1 lines of numbers; expected 11, one for each loss time
          --n 2 --loss terminal --weights negative.csv | negative.csv, line 1: '-2.0' is not accepted; expected a finite number of at least 0
          --n 2 --loss terminal --data missing.csv | missing.csv cannot be read
          --n 2 --loss terminal --data broken.npy | broken.npy
          --n 2 --solver tsit5 --linear-solver dense | tsit5 is explicit
          """)
  void gradientRefuses(String options, String expected) {
    bench.with("STIFFGRAD_GRADIENT_OUT", "g.txt");
    assertRefused(ExitCode.USAGE.code(), "gradient " + options.trim(), expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gradiant                            | did you mean gradient
          solve --n 2 --times 0.5,0.2         | ascending
          solve --n 2 --times 2               | outside the time span
          solve --n 2 --out s.txt             | .csv or .npy
          solve --n 2 --plot s.svg            | .png
          run --sizes 1,2                     | Option --sizes
          run --sizes 2,2                     | only once
          run --methods gauss-adjoint,x       | Option --methods is 'x'
          run --repeat 0                      | Option --repeat
          run --derivatives symbolic,x        | Option --derivatives is 'x'
          run --derivatives all,symbolic      | Option --derivatives is 'all'
          run --adjoint-sizes 1               | Option --adjoint-sizes
          run --sizes 2,3 --adjoint-sizes 3   | Option --adjoint-sizes is '3'; expected sizes that --sizes does not have
          run --methods finite-differences --adjoint-sizes 18 | none of the methods is an adjoint
          run --budget-seconds 0              | Option --budget-seconds is '0'; expected a positive number.
          run --chunk 3                       | gauss-adjoint does not heed it
          run --initial-state-gradient        | it belongs to gradient
          compare --kernels gem               | did you mean gemm
          compare --kernels lu --sizes 3x4    | Option --sizes, kernel lu: The size is '3x4'; expected a whole number, from 1
          compare --threads 2                 | Option --threads is '2'; expected 1
          compare --iterations 0              | Option --iterations
          compare --iteration-seconds 0       | Option --iteration-seconds
          compare --forks -1                  | Option --forks
          compare --cvodes missing            | Option --cvodes is 'missing'; expected a program that can be executed.
          compare --kernels lu --cvodes g     | Option --cvodes is 'g', which would have no effect
          compare --out long.txt              | long.txt
          jmh -p                              | JMH does not take these arguments
          compare --threads 2                 | expected 1, since kernels are compared on one thread
          methods --model brusselator         | did you mean brusselator2d
          methods --n 2                       | it belongs to gradient, profile, solve
          --sizes two                         | whole numbers separated by commas
          """)
  void otherCommandsRefuse(String words, String expected) {
    assertRefused(ExitCode.USAGE.code(), words.trim(), expected);
  }

  @Test
  void denseMatrixLargerThanTheHeapIsRefusedBeforeItIsAllocated() {
    long heap = Runtime.getRuntime().maxMemory();
    long n = 1 + Math.round(Math.pow(heap / 32.0, 0.25));
    Bench.Outcome outcome =
        assertRefused(2, "gradient --backend scalar --n " + n, "bytes", "smaller grid", "-Xmx");
    long bytes = 32 * n * n * n * n;
    assertTrue(outcome.err().contains(Long.toString(bytes)), outcome::err);
  }

  @Test
  void unavailableBackendGivesItsReason() {
    assertRefused(
        ExitCode.BACKEND_UNAVAILABLE.code(),
        "gradient --n 2 --backend " + AbsentBackendProvider.NAME,
        AbsentBackendProvider.NAME,
        AbsentBackendProvider.REASON);
  }

  @ParameterizedTest
  @CsvSource({
    "gradient --n 2 --max-steps 3 --out g.txt, MAX_STEPS_REACHED",
    "gradient --n 2 --parameters unstable.txt --out g.txt, ended at",
    "gradient --n 2 --parameters unstable.txt --method finite-differences --out g.npy, ended at",
    "solve --n 2 --max-steps 3 --out s.csv --plot s.png, MAX_STEPS_REACHED",
  })
  void numericalFailureYieldsNoNumberAndNoFile(String words, String expected) {
    assertRefused(
        ExitCode.NO_RESULT.code(), words.trim() + " --backend scalar --json", expected.trim());
  }

  @Test
  void misspeltVariableIsRefused() {
    bench.with("STIFFGRAD_SOLVER_ABSTOLL", "1e-3");
    assertRefused(2, "backends", "STIFFGRAD_SOLVER_ABSTOLL", "STIFFGRAD_SOLVER_ABSTOL?");
  }

  @Test
  void quietStillReportsErrors() {
    Bench.Outcome outcome = bench.line("gradient --quiet --n 1");
    assertEquals(2, outcome.code());
    assertEquals(1, outcome.err().lines().count());
  }
}
