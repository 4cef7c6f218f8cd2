package org.stiffgrad.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.stiffgrad.bench.files.NpyFormat;
import org.stiffgrad.bench.settings.Numbers;
import org.stiffgrad.integrate.Solution;
import org.stiffgrad.model.Grid;
import org.stiffgrad.model.OdeModel;
import org.stiffgrad.problem.OdeProblem;

/** The states of a solution as files: of a field each value with its place, else as columns. */
final class StateTable {
  private final Grid grid;
  private final List<String> components;
  private final Solution solution;
  private final boolean plain;

  StateTable(OdeProblem problem, Solution solution) {
    grid = problem.grid();
    components = problem.model().components();
    plain = problem.model() instanceof OdeModel;
    this.solution = solution;
  }

  /** An array of the states at all times; a plain system of one copy has no indices of cells. */
  void writeNpy(OutputStream stream) throws IOException {
    int times = solution.times().length;
    int[] shape =
        plain && grid.n() == 1
            ? new int[] {times, components.size()}
            : new int[] {times, components.size(), grid.n(), grid.n()};
    NpyFormat.write(stream, shape, solution.states());
  }

  void writeCsv(OutputStream stream) throws IOException {
    Writer writer = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
    CSVPrinter printer =
        new CSVPrinter(writer, CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get());
    if (plain) {
      printColumns(printer);
    } else {
      printPlaces(printer);
    }
    printer.flush();
  }

  private void printColumns(CSVPrinter printer) throws IOException {
    List<Object> header = new ArrayList<>(List.of("time", "copy"));
    header.addAll(components);
    printer.printRecord(header);
    for (int t = 0; t < solution.times().length; t++) {
      for (int cell = 0; cell < grid.cells(); cell++) {
        List<Object> row = new ArrayList<>(List.of(solution.times()[t], cell));
        for (int k = 0; k < components.size(); k++) {
          row.add(Numbers.exactText(solution.state(t)[cell + k * grid.cells()]));
        }
        printer.printRecord(row);
      }
    }
  }

  private void printPlaces(CSVPrinter printer) throws IOException {
    printer.printRecord("time", "component", "i", "j", "x", "y", "value");
    for (int t = 0; t < solution.times().length; t++) {
      double[] state = solution.state(t);
      for (int index = 0; index < state.length; index++) {
        int cell = index % grid.cells();
        int i = cell % grid.n();
        int j = cell / grid.n();
        printer.printRecord(
            solution.times()[t],
            components.get(index / grid.cells()),
            i,
            j,
            grid.coordinate(i),
            grid.coordinate(j),
            Numbers.exactText(state[index]));
      }
    }
  }
}
