package dev.lockkeeper.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Results as a page for people. */
final class BenchPage {
  private static final String HEAD =
      """
      # Performance

      How long a node is down, what a run takes beyond what the database itself needs, how soon it goes on after a crash, and how much one worker carries; each beside what else one could
      take, measured in the same run. Written by

      ```
      ./lockkeeper lab bench --runs %d --write docs/performance.md
      ```

      Measured on %s: %d cores, %d MB of memory, %s, %s; load at the start %.2f. Nodes are namespaces of that machine, with real SSH servers; Temporal, worker and nodes share its cores.

      - *bash* is a script with one multiplexed OpenSSH connection to each node, and no more than what has to be done: the limit.
      - *ansible* is a playbook with pipelining, ControlPersist and `serial: 1`.
      - *lockkeeper* is the same upgrade with `gates: none`: with fences, probes before and after each step, the ledger of temporary settings, and a history.
      """;

  private BenchPage() {}

  /**
   * Writes the page, and the picture beside it.
   *
   * @param file the page; the picture ends in {@code .svg} instead
   */
  static void write(Path file, Machine machine, Measured measured, int runs) throws IOException {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.md$", "") + ".svg";
    Files.writeString(file.resolveSibling(name), BenchPlot.of(measured));
    Files.writeString(file, page(machine, measured, runs, name));
  }

  static String page(Machine machine, Measured measured, int runs, String picture) {
    StringBuilder page =
        new StringBuilder(
            HEAD.formatted(
                runs,
                machine.day(),
                machine.cores(),
                machine.memoryMegabytes(),
                machine.java(),
                machine.kernel(),
                machine.load()));
    page.append("\n![Medians side by side](").append(picture).append(")\n\n## Bars\n\n");
    page.append("| Part | What | Measured | At most | |\n|---|---|---|---|---|\n");
    for (Bar bar : measured.bars()) {
      row(
          page,
          bar.part(),
          bar.what(),
          number(bar.value()) + " " + bar.unit(),
          number(bar.limit()) + " " + bar.unit(),
          bar.met() ? "met" : "**missed**");
    }
    page.append(
        "\n## Figures\n\n| Part | What | Way | Median | Samples |\n|---|---|---|---|---|\n");
    for (Series series : measured.series()) {
      row(
          page,
          series.part(),
          series.what(),
          series.way(),
          number(series.median()) + " " + series.unit(),
          samples(series));
    }
    return page.toString();
  }

  private static void row(StringBuilder page, String... cells) {
    page.append("| ")
        .append(List.of(cells).stream().map(String::strip).collect(Collectors.joining(" | ")))
        .append(" |\n");
  }

  /** All when they are few; else how far they spread. */
  private static String samples(Series series) {
    if (series.samples().size() <= 15) {
      return series.samples().stream().map(BenchPage::number).collect(Collectors.joining(", "));
    }
    return "%d samples, p99 %s".formatted(series.samples().size(), number(series.percentile(99)));
  }

  /** Three digits, however large. */
  static String number(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }
}
