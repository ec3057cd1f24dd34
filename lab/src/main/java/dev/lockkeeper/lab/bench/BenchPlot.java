package dev.lockkeeper.lab.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A picture of the figures that more than one way has: a group of bars each, as long as its medians
 * beside the group's longest.
 */
final class BenchPlot {
  private static final int WIDTH = 900;
  private static final int LEFT = 120;
  private static final int LONGEST = 640;
  private static final int BAR = 16;
  private static final int GAP = 34;
  private static final Map<String, String> COLOURS =
      Map.of("lockkeeper", "#2f6fb0", "bash", "#8a8f98", "scp", "#8a8f98", "ansible", "#d08a2e");

  private BenchPlot() {}

  /** Whether there is anything to show. */
  static boolean comparesIn(Measured measured) {
    return !groups(measured).isEmpty();
  }

  /** The picture as SVG. */
  static String of(Measured measured) {
    StringBuilder shapes = new StringBuilder();
    int y = 10;
    for (List<Series> group : groups(measured).values()) {
      y = draw(shapes, group, y);
    }
    return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">
        <rect width="100%%" height="100%%" fill="#ffffff"/>
        %s</svg>
        """
        .formatted(WIDTH, y, shapes);
  }

  private static int draw(StringBuilder shapes, List<Series> group, int top) {
    double longest = group.stream().mapToDouble(Series::median).max().orElse(0);
    text(shapes, 10, top + BAR, group.get(0).part() + ": " + group.get(0).what(), "bold");
    int y = top + BAR + 8;
    for (Series series : group) {
      int length = longest > 0 ? (int) Math.round(LONGEST * series.median() / longest) : 0;
      text(shapes, 20, y + BAR - 4, series.way(), "normal");
      shapes.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>%n",
              LEFT,
              y,
              Math.max(length, 1),
              BAR - 3,
              COLOURS.getOrDefault(series.way(), "#555555")));
      text(
          shapes,
          LEFT + length + 8,
          y + BAR - 4,
          BenchPage.number(series.median()) + " " + series.unit(),
          "normal");
      y += BAR;
    }
    return y + GAP - BAR;
  }

  private static void text(StringBuilder shapes, int x, int y, String words, String weight) {
    shapes.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" font-weight=\"%s\" fill=\"#222222\">%s</text>%n",
            x,
            y,
            weight,
            words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")));
  }

  private static Map<String, List<Series>> groups(Measured measured) {
    Map<String, List<Series>> groups = new LinkedHashMap<>();
    for (Series series : measured.series()) {
      groups
          .computeIfAbsent(series.part() + " " + series.what(), what -> new ArrayList<>())
          .add(series);
    }
    groups.values().removeIf(group -> group.size() < 2);
    return groups;
  }
}
