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
      ./lockkeeper lab bench all --runs %d --write docs/performance.md
      ```

      Measured on %s: %d cores, %d MB of memory, %s, %s; load at the start %.2f. Nodes are namespaces of that machine, with real SSH servers; Temporal, worker and nodes share its cores.

      It needs a Linux machine where one may make namespaces (root, or `CAP_SYS_ADMIN`), and some twenty minutes in which nothing else is done there; Ansible comes from PyPI. Each sample is also
      in `results.jsonl`, in the directory that the command names first. The medians here are of all samples; the ways take turns, so that whatever disturbs one disturbs all. With a load well above zero
      at the start, only what is compared says something.

      - *bash* is a script with one multiplexed OpenSSH connection to each node, and no more than what has to be done: the limit.
      - *ansible* is a playbook with pipelining, ControlPersist and `serial: 1`.
      - *lockkeeper* is the same upgrade with `gates: none`: with fences, probes before and after each step, the ledger of temporary settings, and a history.
      """;

  private BenchPage() {}

  /**
   * Writes the page, and a picture for each part that compares several ways.
   *
   * @param file the page; the pictures lie in the directory {@code pictures} beside it
   */
  static void write(Path file, Machine machine, Measured measured, int runs) throws IOException {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.md$", "");
    Path pictures = Files.createDirectories(file.toAbsolutePath().resolveSibling("pictures"));
    StringBuilder page = new StringBuilder(head(machine, runs));
    page.append("\n## What is demanded\n\n");
    bars(page, measured.bars());
    for (String part : parts(measured)) {
      Measured own = of(part, measured);
      page.append("\n## ").append(part).append("\n\n").append(PartWords.of(part)).append("\n");
      if (BenchPlot.comparesIn(own)) {
        String picture = name + "-" + part + ".svg";
        Files.writeString(pictures.resolve(picture), BenchPlot.of(own));
        page.append("![Medians of the ways side by side](pictures/")
            .append(picture)
            .append(")\n\n");
      }
      figures(page, own.series());
    }
    Files.writeString(file, page);
  }

  private static String head(Machine machine, int runs) {
    return HEAD.formatted(
        runs,
        machine.day(),
        machine.cores(),
        machine.memoryMegabytes(),
        machine.java(),
        machine.kernel(),
        machine.load());
  }

  private static List<String> parts(Measured measured) {
    return measured.series().stream().map(Series::part).distinct().toList();
  }

  private static Measured of(String part, Measured measured) {
    return new Measured(
        measured.series().stream().filter(series -> series.part().equals(part)).toList(),
        List.of());
  }

  private static void bars(StringBuilder page, List<Bar> bars) {
    page.append("| Part | What | Measured | At most | |\n|---|---|---|---|---|\n");
    for (Bar bar : bars) {
      row(
          page,
          bar.part(),
          bar.what(),
          number(bar.value()) + " " + bar.unit(),
          number(bar.limit()) + " " + bar.unit(),
          bar.met()
              ? "met"
              : "**missed** by " + number(bar.value() - bar.limit()) + " " + bar.unit());
    }
  }

  private static void figures(StringBuilder page, List<Series> all) {
    page.append("| What | Way | Median | Samples |\n|---|---|---|---|\n");
    for (Series series : all) {
      row(
          page,
          series.what(),
          series.way(),
          number(series.median()) + " " + series.unit(),
          samples(series));
    }
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
