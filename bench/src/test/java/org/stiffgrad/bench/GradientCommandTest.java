package org.stiffgrad.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stiffgrad.backend.Backends;
import org.stiffgrad.backend.ComputeBackend;
import org.stiffgrad.bench.files.NumberFile;
import org.stiffgrad.integrate.SolverOptions;
import org.stiffgrad.model.Brusselator2d;
import org.stiffgrad.model.Grid;
import org.stiffgrad.problem.Objective;
import org.stiffgrad.problem.OdeProblem;
import org.stiffgrad.sensitivity.GaussAdjoint;
import org.stiffgrad.sensitivity.Gradient;

/** The command computes what the library computes, and writes and reports it completely. */
class GradientCommandTest {
  private static final String SCALAR = "gradient --backend scalar ";

  @TempDir Path folder;

  private static Gradient expected(OdeProblem problem, double... lossTimes) {
    try (ComputeBackend backend = Backends.open("scalar")) {
      return new GaussAdjoint()
          .gradient(
              problem,
              Objective.halfSquaredDistance(1, lossTimes),
              SolverOptions.defaults(),
              backend);
    }
  }

  private static Gradient documentGradient() {
    return expected(
        OdeProblem.of(new Brusselator2d(), new Grid(3)),
        0,
        0.1,
        0.2,
        3 / 10.0,
        0.4,
        0.5,
        6 / 10.0,
        7 / 10.0,
        0.8,
        0.9,
        1);
  }

  @Test
  void defaultsAreTheDocumentsProblem() throws IOException {
    Gradient expected = documentGradient();
    Bench.Outcome outcome = new Bench(folder).line(SCALAR + "--n 3 --out g.txt");
    assertEquals(0, outcome.code(), outcome::err);
    Path file = folder.resolve("g.txt");
    assertArrayEquals(expected.parameters(), NumberFile.read(file));
    String first = Files.readAllLines(file).get(0);
    assertTrue(first.startsWith("# G="), first);
    assertEquals(expected.loss(), Double.parseDouble(first.substring(4)));
    assertEquals(List.of("g.txt"), new Bench(folder).names());
  }

  @Test
  void jsonHasTheDocumentedFields() throws IOException {
    Bench.Outcome outcome =
        new Bench(folder).line(SCALAR + "--n 3 --json --quiet --repeat 2 --check");
    assertEquals(0, outcome.code(), outcome::err);
    assertEquals("", outcome.err());
    JsonNode json = new ObjectMapper().readTree(outcome.out());
    assertEquals(18, json.get("states").asInt());
    assertEquals(36, json.get("parameters").asInt());
    assertEquals("scalar", json.get("backend").asText());
    assertEquals("dense", json.get("linearSolver").asText());
    assertEquals("SUCCESS", json.get("termination").asText());
    assertEquals(documentGradient().loss(), json.get("loss").asDouble());
    assertTrue(json.get("seconds").get("min").asDouble() > 0);
    assertTrue(json.get("forward").get("factorizations").asInt() > 0);
    assertTrue(json.get("reverse").get("vjp").asInt() > 0);
    assertTrue(json.get("memory").get("countedBytes").asLong() > 0);
    assertTrue(json.get("memory").get("peakHeapBytes").asLong() > 0);
    assertEquals(DirectionCheck.DIRECTIONS, json.get("check").get("directions").asInt());
    /* The gradient of tolerance 1e-7 is checked; its error is a small multiple of that. */
    assertTrue(json.get("check").get("worst").asDouble() < 1e-4, outcome::out);
  }

  @Test
  void jsonKeepsTextForPeopleOffStandardOutput() throws IOException {
    Bench.Outcome outcome = new Bench(folder).line(SCALAR + "--n 2 --json");
    new ObjectMapper().readTree(outcome.out());
    assertTrue(outcome.err().contains("loss G"), outcome::err);
  }

  @Test
  void configurationFileDefinesTheProblem() {
    Bench bench = new Bench(folder);
    double[] parameters = new Brusselator2d().parameters(new Grid(3));
    parameters[5] = 3;
    StringBuilder text = new StringBuilder();
    for (double value : parameters) {
      text.append(value).append('\n');
    }
    bench
        .file("p.txt", text.toString())
        .file(
            "my.conf",
            """
            backend = scalar
            problem { model = brusselator2d, n = 3, tspan = [0, 2.5], parameters.file = "p.txt"
                      loss { times = [0.5, 1.5, 2.5], target = 1.0 } }
            solver { name = rodas5, abstol = 1e-5, reltol = 1e-7, linear-solver = auto }
            sensitivity { method = gauss-adjoint, derivative = symbolic }
            gradient.out = g.npy
            """);
    Bench.Outcome outcome = bench.line("gradient --config my.conf");
    assertEquals(0, outcome.code(), outcome::err);
    Gradient expected =
        expected(
            OdeProblem.of(new Brusselator2d(), new Grid(3)).over(0, 2.5).withParameters(parameters),
            0.5,
            1.5,
            2.5);
    assertArrayEquals(expected.parameters(), NumberFile.read(folder.resolve("g.npy")));
  }

  @Test
  void explicitMethodNeedsNoLinearSolver() throws IOException {
    Bench.Outcome outcome = new Bench(folder).line(SCALAR + "--n 3 --solver tsit5 --json");
    assertEquals(0, outcome.code(), outcome::err);
    JsonNode json = new ObjectMapper().readTree(outcome.out());
    assertEquals("none", json.get("linearSolver").asText());
    assertEquals(0, json.get("forward").get("factorizations").asInt());
  }

  @Test
  void finiteDifferencesAgreeWithTheAdjoint() {
    Bench bench = new Bench(folder);
    Bench.Outcome outcome =
        bench.line(
            SCALAR + "--n 2 --method finite-differences --abstol 1e-10 --reltol 1e-10 --out f.txt");
    assertEquals(0, outcome.code(), outcome::err);
    assertEquals(0, bench.line(SCALAR + "--n 2 --abstol 1e-10 --reltol 1e-10 --out g.txt").code());
    /* Differences of losses of tolerance 1e-10 over a step of 6e-6. */
    assertEquals(
        0,
        Norms.relativeError(
            NumberFile.read(folder.resolve("f.txt")), NumberFile.read(folder.resolve("g.txt"))),
        1e-4);
  }

  private JsonNode json(Bench bench, String words) throws IOException {
    Bench.Outcome outcome = bench.line(SCALAR + words + " --json --quiet");
    assertEquals(0, outcome.code(), outcome::err);
    return new ObjectMapper().readTree(outcome.out());
  }

  @Test
  void initialStateGradientIsWrittenAndReported() throws IOException {
    Bench bench = new Bench(folder);
    assertFalse(json(bench, "--n 3").has("initialStateGradientNorm"));
    JsonNode json = json(bench, "--n 3 --out-initial-state u0.txt");
    double[] expected = documentGradient().initialState();
    assertArrayEquals(expected, NumberFile.read(folder.resolve("u0.txt")));
    assertEquals(Norms.euclidean(expected), json.get("initialStateGradientNorm").asDouble());
    String text = bench.line(SCALAR + "--n 3 --initial-state-gradient").out();
    assertTrue(text.contains("dG/du0"), text);
  }

  @Test
  void finiteDifferencesGiveTheInitialStateGradientWhenAsked() throws IOException {
    Bench bench = new Bench(folder);
    String tight = "--n 2 --abstol 1e-10 --reltol 1e-10 ";
    json(bench, tight + "--method finite-differences --out-initial-state f.txt");
    json(bench, tight + "--out-initial-state g.txt");
    /* Differences of losses of tolerance 1e-10 over a step of 6e-6. */
    assertEquals(
        0,
        Norms.relativeError(
            NumberFile.read(folder.resolve("f.txt")), NumberFile.read(folder.resolve("g.txt"))),
        1e-4);
  }

  @Test
  void jsonHasTheOptionsThatTheMethodHeeds() throws IOException {
    JsonNode json = json(new Bench(folder), "--n 2 --method finite-differences --extrapolate");
    assertTrue(json.get("options").get("extrapolate").asBoolean());
    assertEquals(1, json.get("options").size());
    assertFalse(json.has("integralError"), json::toString);
    assertEquals(0, json.get("reverse").get("resolved").asInt());
  }

  @Test
  void adjointEstimatesTheErrorOfItsIntegral() throws IOException {
    JsonNode json = json(new Bench(folder), "--n 2 --method gauss-kronrod-adjoint");
    double error = json.get("integralError").asDouble();
    assertTrue(error > 0 && error < json.get("gradientNorm").asDouble(), json::toString);
  }

  @Test
  void dataThatEqualTheTargetGiveTheSameGradient() throws IOException {
    String row = "1" + ",1".repeat(17) + "\n";
    Bench bench =
        new Bench(folder)
            .file("data.csv", "# states\n" + row.repeat(11))
            .file("weights.csv", row.replace("1", "2").repeat(11));
    json(bench, "--n 3 --data data.csv --out g.txt");
    assertArrayEquals(documentGradient().parameters(), NumberFile.read(folder.resolve("g.txt")));
    assertEquals(
        2 * documentGradient().loss(),
        json(bench, "--n 3 --weights weights.csv").get("loss").asDouble(),
        1e-14 * documentGradient().loss(),
        "sums of the same terms, rounded in another order");
  }

  @Test
  void statesOfTheSolutionItselfAreDataWithoutLoss() throws IOException {
    Bench bench = new Bench(folder);
    String tight = " --abstol 1e-9 --reltol 1e-9";
    String solve = "solve --backend scalar --n 3 --times 0.5,1 --out data.npy" + tight;
    assertEquals(0, bench.line(solve).code());
    JsonNode json = json(bench, "--n 3 --loss-times 0.5,1 --data data.npy" + tight);
    /* A loss integrates onto its times, solve interpolates: 36 numbers apart by 1e-7 at most. */
    assertTrue(json.get("loss").asDouble() < 36 * 1e-14, json::toString);
    assertTrue(json.get("gradientNorm").asDouble() < 36 * 1e-7, json::toString);
  }

  @Test
  void terminalLossIsAtTheEnd() throws IOException {
    json(new Bench(folder), "--n 3 --tspan 0,0.5 --loss terminal --out g.txt");
    assertArrayEquals(
        expected(OdeProblem.of(new Brusselator2d(), new Grid(3)).over(0, 0.5), 0.5).parameters(),
        NumberFile.read(folder.resolve("g.txt")));
  }

  @Test
  void integralLossPassesTheCheck() throws IOException {
    JsonNode json = json(new Bench(folder), "--n 2 --loss integral --target 0.5 --check");
    assertTrue(json.get("loss").asDouble() > 0);
    /* The gradient of tolerance 1e-7 is checked; its error is a small multiple of that. */
    assertTrue(json.get("check").get("worst").asDouble() < 1e-4, json::toString);
  }

  @Test
  void plainSystemNeedsNoGrid() throws IOException {
    Bench bench = new Bench(folder);
    JsonNode json = json(bench, "--model lotka-volterra --tspan 0,2 --check");
    assertEquals(1, json.get("n").asInt());
    assertEquals(2, json.get("states").asInt());
    assertTrue(json.get("check").get("worst").asDouble() < 1e-4, json::toString);
    JsonNode copies = json(bench, "--model lotka-volterra --tspan 0,2 --n 2");
    assertEquals(8, copies.get("states").asInt());
    /* The same tolerance per step, in the root mean square over equal copies. */
    double loss = json.get("loss").asDouble();
    assertEquals(4 * loss, copies.get("loss").asDouble(), 1e-5 * loss);
    String text = bench.line(SCALAR + "--model lotka-volterra --tspan 0,2").out();
    assertTrue(text.startsWith("lotka-volterra: 2 states, 4 parameters"), text);
  }
}
