package dev.lockkeeper.starter.pom;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of a pom, as {@code diff -u} writes it. Lines are only changed, never added or
 * removed.
 */
final class PomDifference {
  private static final int CONTEXT = 3;

  private final List<String> before;
  private final List<String> after;
  private final List<String> lines = new ArrayList<>();

  private PomDifference(PomFile pom, String changed) {
    before = shown(pom.text());
    after = shown(changed);
  }

  /** The lines to show; none if nothing changes. */
  static List<String> of(PomFile pom, String changed) {
    PomDifference difference = new PomDifference(pom, changed);
    if (!pom.text().equals(changed)) {
      difference.lines.add("--- " + pom.name());
      difference.lines.add("+++ " + pom.name());
      difference.hunks();
    }
    return difference.lines;
  }

  private static List<String> shown(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  private void hunks() {
    int at = 0;
    while ((at = nextChange(at)) < before.size()) {
      int last = at;
      for (int next = nextChange(last + 1);
          next < before.size() && next - last <= 2 * CONTEXT;
          next = nextChange(last + 1)) {
        last = next;
      }
      hunk(Math.max(0, at - CONTEXT), Math.min(before.size(), last + CONTEXT + 1));
      at = last + 1;
    }
  }

  private int nextChange(int from) {
    int at = from;
    while (at < before.size() && before.get(at).equals(after.get(at))) {
      at++;
    }
    return at;
  }

  private void hunk(int begin, int end) {
    String range = (begin + 1) + "," + (end - begin);
    lines.add("@@ -" + range + " +" + range + " @@");
    for (int at = begin; at < end; ) {
      if (before.get(at).equals(after.get(at))) {
        lines.add(" " + before.get(at));
        at++;
        continue;
      }
      int unchanged = at;
      while (unchanged < end && !before.get(unchanged).equals(after.get(unchanged))) {
        unchanged++;
      }
      before.subList(at, unchanged).forEach(line -> lines.add("-" + line));
      after.subList(at, unchanged).forEach(line -> lines.add("+" + line));
      at = unchanged;
    }
  }
}
