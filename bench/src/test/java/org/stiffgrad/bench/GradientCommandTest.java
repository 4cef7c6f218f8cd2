package org.stiffgrad.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
}
