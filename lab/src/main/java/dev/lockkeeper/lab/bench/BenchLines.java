package dev.lockkeeper.lab.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockkeeper.workflows.model.Json;
import java.util.ArrayList;
import java.util.List;

/** Results as lines of JSON, for programs. */
final class BenchLines {
  private static final ObjectMapper JSON = Json.mapper();

  private BenchLines() {}

  /** The machine, then each figure with its samples and median, then each bar. */
  static List<String> of(Machine machine, Measured measured) {
    List<String> lines = new ArrayList<>();
    lines.add(line("machine", JSON.valueToTree(machine)));
    for (Series series : measured.series()) {
      ObjectNode one = JSON.valueToTree(series);
      lines.add(line("series", one.put("median", series.median())));
    }
    for (Bar bar : measured.bars()) {
      ObjectNode one = JSON.valueToTree(bar);
      lines.add(line("bar", one.put("met", bar.met())));
    }
    return lines;
  }

  private static String line(String kind, ObjectNode what) {
    ObjectNode line = JSON.createObjectNode().put("kind", kind);
    line.setAll(what);
    return line.toString();
  }
}
